import { secretMask } from '../model/mask.ts';

/** Shorter values would blot out ordinary text. */
const shortest = 4;

/** Replaces secrets in text that comes whole (`text`) or in pieces (`stream`, one per stream of output). */
export type Masker = {
  text(text: string): string;
  stream(): MaskStream;
};

/** `push` gives what is certain, the rest with the next piece or with `flush`. */
export type MaskStream = { push(text: string): string; flush(): string };

/**
 * Makes a masker for secrets and their base64 and URL-encoded forms. Values shorter than four bytes are left alone;
 * where two secrets begin at the same place the longer one wins.
 */
export function createMasker(secrets: readonly string[]): Masker {
  const forms = [...new Set(secrets.filter(isLong).flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const unchanged = (text: string) => text;
  if (forms.length === 0) return { text: unchanged, stream: () => ({ push: unchanged, flush: () => '' }) };
  const known: Secrets = { forms, pattern: new RegExp(forms.map(escapeRegExp).join('|'), 'g') };
  return { text: (text) => maskPart(text, known, true).masked, stream: () => maskStream(known) };
}

function isLong(secret: string): boolean {
  return Buffer.byteLength(secret) >= shortest;
}

/** A secret as it may be printed. Each line of one with several counts too: tools print them one at a time. */
function formsOf(secret: string): readonly string[] {
  const trimmed = secret.trim();
  const lines = trimmed.split(/\r?\n/);
  const values = [secret, trimmed, ...(lines.length > 1 ? lines.filter((line) => line.length >= 16) : [])];
  const base64 = [secret, trimmed, `${trimmed}\n`].map((value) => Buffer.from(value).toString('base64'));
  return [
    ...values,
    encodeURIComponent(secret),
    ...base64,
    ...base64.map((value) => value.replace(/=+$/, '')),
    ...base64.map((value) => encodeURIComponent(value)),
    Buffer.from(secret).toString('base64url'),
  ].filter(isLong);
}

/** Longest first: so `pattern`, too, prefers the longest of several that begin at one place. */
type Secrets = { readonly forms: readonly string[]; readonly pattern: RegExp };

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function maskStream(secrets: Secrets): MaskStream {
  let held = '';
  return {
    push: (piece) => {
      const { masked, rest } = maskPart(held + piece, secrets, false);
      held = rest;
      return masked;
    },
    flush: () => {
      const { masked } = maskPart(held, secrets, true);
      held = '';
      return masked;
    },
  };
}

type Masked = { readonly masked: string; readonly rest: string };

/**
 * Masks from the left. Unless the text is `whole`, it stops at the first place from which the text to its end is
 * the beginning of a secret: only what could still become one is held back.
 */
function maskPart(text: string, { forms, pattern }: Secrets, whole: boolean): Masked {
  let masked = '';
  let at = 0;
  let open = whole ? text.length : openEnd(text, forms, 0);
  for (;;) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null || open <= found.index) {
      return { masked: masked + text.slice(at, open), rest: text.slice(open) };
    }
    masked += text.slice(at, found.index) + secretMask;
    at = found.index + found[0].length;
    if (open < at) open = openEnd(text, forms, at);
  }
}

/** The first place, not before `from`, where the rest of the text is the beginning of a secret; its length if none. */
function openEnd(text: string, forms: readonly string[], from: number): number {
  const longest = forms[0]?.length ?? 0;
  for (let at = Math.max(from, text.length - longest + 1); at < text.length; at++) {
    const rest = text.slice(at);
    if (forms.some((form) => form.length > rest.length && form.startsWith(rest))) return at;
  }
  return text.length;
}
