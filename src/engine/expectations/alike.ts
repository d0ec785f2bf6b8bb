/** Whether two texts are different and look the same on a screen: in their blanks, marks and invisible characters. */
export function looksLike(one: string, other: string): boolean {
  return one !== other && looks(one) === looks(other);
}

/** Two texts that look the same, each with its characters told apart; others as they are. */
export function toldApart(one: string, other: string): readonly [string, string] {
  return looksLike(one, other) ? [codePoints(one), codePoints(other)] : [one, other];
}

/** The first line that looks as if a text stood in it. Undefined when the text does stand in one, or none looks so. */
export function lineLike(text: string, lines: readonly string[]): string | undefined {
  const wanted = looks(text);
  if (wanted === '') return undefined;
  const line = lines.find((each) => looks(each).includes(wanted));
  return line === undefined || line.includes(text) || codePoints(line) === line ? undefined : line;
}

/** Why two texts that look the same are not the same. */
export const alikeHint =
  'They look the same, and are other characters: `<U+…>` is one that can be mistaken or not be seen.';

function looks(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/(?!\s)[\p{Cf}\p{Cc}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A text with every character as its code point that is no plain one: not of ASCII, no single blank between words. */
export function codePoints(text: string): string {
  return text.replace(/^ +| +$| {2,}|[^ -~]/gu, (found) => [...found].map(codePoint).join(''));
}

function codePoint(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  return `<U+${number.toString(16).toUpperCase().padStart(4, '0')}>`;
}
