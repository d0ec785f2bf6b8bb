/** What stands in place of a secret. */
const replacement = '***';
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
  if (forms.length === 0)
    return { text: (text) => text, stream: () => ({ push: (text) => text, flush: () => '' }) };
  const pattern = new RegExp(forms.map(escapeRegExp).join('|'), 'g');
  const text = (whole: string) => whole.replace(pattern, replacement);
  return { text, stream: () => maskStream(forms, text, pattern) };
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

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/**
 * Holds back only what could still become a secret: from the first place at which the rest of the text is the
 * beginning of one.
 */
function maskStream(forms: readonly string[], mask: (text: string) => string, pattern: RegExp): MaskStream {
  const longest = forms[0]?.length ?? 0;
  let held = '';
  return {
    push: (piece) => {
      const joined = held + piece;
      const cut = openEnd(joined, forms, longest, pattern);
      held = joined.slice(cut);
      return mask(joined.slice(0, cut));
    },
    flush: () => {
      const rest = mask(held);
      held = '';
      return rest;
    },
  };
}

/** Where the part begins that isn't certain yet; the text's length when all is. */
function openEnd(text: string, forms: readonly string[], longest: number, pattern: RegExp): number {
  const from = Math.max(0, text.length - longest + 1);
  let cut = text.length;
  for (let at = from; at < text.length; at++) {
    const rest = text.slice(at);
    if (forms.some((form) => form.length > rest.length && form.startsWith(rest))) {
      cut = at;
      break;
    }
  }
  // A complete secret that reaches over the cut is certain as far as it goes: the cut moves behind it.
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    if (match.index < cut && end > cut) return openEndAfter(end, text, forms);
  }
  return cut;
}

function openEndAfter(end: number, text: string, forms: readonly string[]): number {
  for (let at = end; at < text.length; at++) {
    const rest = text.slice(at);
    if (forms.some((form) => form.length > rest.length && form.startsWith(rest))) return at;
  }
  return text.length;
}
