import { encodings } from './encodings.ts';
import { visible } from './visible.ts';

/** Shorter values would blot out ordinary text. */
const shortest = 4;

/** Lines of a secret with several: shorter ones say little, and stand in other texts too. */
const shortestLine = 8;

/**
 * All that would give a secret away, as it would be seen: the value, what each encoding makes of it, and each line of
 * one with several, since tools print them one at a time. Nothing for values of fewer than four bytes.
 */
export function secretForms(secret: string): readonly string[] {
  const trimmed = secret.trim();
  const values = [...new Set([secret, trimmed])].filter(isLong);
  const lines = trimmed.split(/\r?\n/);
  const single =
    lines.length > 1 ? lines.map((line) => line.trim()).filter((line) => line.length >= shortestLine) : [];
  const encoded = [...values, ...single].flatMap((value) => [
    value,
    ...encodings.flatMap(({ forms }) => forms(value)),
  ]);
  const seen = encoded.flatMap((form) => [form, visible(form).text]);
  return [...new Set(seen)].filter(isLong);
}

function isLong(form: string): boolean {
  return Buffer.byteLength(form) >= shortest;
}
