import { stripVTControlCharacters } from 'node:util';

/**
 * Characters that a reader doesn't see and that change what is seen: control characters, marks and overrides of the
 * direction of text, blanks without width, separators of lines, tags.
 * @see https://trojansource.codes
 */
const unseen =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** What joiners belong behind: emoji, and letters of scripts that are written with them. */
const joining =
  /(?:\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier}|[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}]\p{M}*)$/u;

/**
 * Text of a document as it may be put into a message, a log or a terminal: nothing in it can steer them or hide. Line
 * ends stay, a tab becomes two blanks, control characters their symbols (`␛`), others their code points (`<U+202E>`).
 */
export function visibleText(text: string): string {
  return text.replace(unseen, (character, at: number) => {
    const isJoiner = character === '\u200c' || character === '\u200d';
    return isJoiner && joining.test(text.slice(Math.max(0, at - 4), at)) ? character : shown(character);
  });
}

function shown(character: string): string {
  if (character === '\t') return '  ';
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** One line of what a command printed: without its colours, and with nothing else that could steer the terminal. */
export function printable(line: string): string {
  return visibleText(stripVTControlCharacters(line)).replaceAll('\n', '\u240a');
}

/** Bold, dim, underlined and coloured: what our own texts use. */
const ownColors = /(\u001b\[(?:[0-4]|2[1-9]|3\d|9\d)m)/;

/** Text of our own making with parts of a document in it: our colours stay, if it has any. */
export function harmless(text: string, { color }: { readonly color: boolean }): string {
  if (!color) return visibleText(text);
  return text
    .split(ownColors)
    .map((part, index) => (index % 2 === 1 ? part : visibleText(part)))
    .join('');
}
