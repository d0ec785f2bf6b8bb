import { stripVTControlCharacters } from 'node:util';

const simple: Readonly<Record<string, number>> = {
  '\\': 0x5c,
  a: 0x07,
  b: 0x08,
  e: 0x1b,
  f: 0x0c,
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  v: 0x0b,
};

/**
 * The text that escapes of cram and scrut stand for (`\t`, `\x1b[1m`, `\xc3\xa9`), as a reader sees it: colours gone,
 * tabs as blanks. Undefined when it has bytes that no check can name.
 */
export function unescaped(text: string): string | undefined {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; ) {
    const [taken, hex, letter] = /^\\(?:x([0-9a-fA-F]{2})|([\\abefnrtv]))/.exec(text.slice(at, at + 4)) ?? [];
    if (taken) bytes.push(hex ? Number.parseInt(hex, 16) : (simple[letter ?? ''] ?? 0));
    else bytes.push(...Buffer.from(String.fromCodePoint(text.codePointAt(at) ?? 0)));
    at += taken?.length ?? String.fromCodePoint(text.codePointAt(at) ?? 0).length;
  }
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
    const shown = stripVTControlCharacters(decoded).replaceAll('\t', ' ');
    return /[\u0000-\u001f\u007f-\u009f]/.test(shown) ? undefined : shown;
  } catch {
    return undefined;
  }
}
