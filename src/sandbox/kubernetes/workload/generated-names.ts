/** Letters and digits of generated names: no vowels, so no words. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** The random end of a generated name. */
export function randomSuffix(length = 5): string {
  const letter = (): string => alphabet[Math.floor(Math.random() * alphabet.length)] ?? '';
  return Array.from({ length }, letter).join('');
}

/** Hashes of objects, which are never changed in place. */
const known = new WeakMap<object, string>();

/** Hash of anything that is JSON, as it stands in names: the same for the same content, whatever its key order. */
export function contentHash(value: unknown): string {
  if (typeof value !== 'object' || value === null) return hashOf(value);
  const hash = known.get(value) ?? hashOf(value);
  known.set(value, hash);
  return hash;
}

function hashOf(value: unknown): string {
  const digits = String(fnv32(JSON.stringify(sorted(value))));
  return [...digits].map((digit) => alphabet[digit.charCodeAt(0) % alphabet.length]).join('');
}

/** @see http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
