/** Corners of a rectangle, in pixels. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** A text of several lines around its middle. */
type Label = { readonly x: number; readonly y: number; readonly lines: readonly string[] };

type Point = readonly [x: number, y: number];

/** One arrow: pieces of line, broken where its label stands. The last point of the last piece is its head. */
export type Track = { readonly pieces: readonly (readonly Point[])[]; readonly label: Label };

/** Room between lines of small text, of which labels and notes are. */
export const lineHeight = 16;

/** Room that an arrow's head takes. */
export const headRoom = 14;

const smallLetter = 6.7;
const nameLetter = 8.5;

/** How wide names are (monospaced, 14 px); fonts differ by little. */
export const nameWidth = (name: string): number => name.length * nameLetter;

/** How wide the longest of lines of small text is (12.5 px). */
export const linesWidth = (lines: readonly string[]): number =>
  Math.max(0, ...lines.map((line) => line.length * smallLetter));

/** Breaks a text between words, and long names behind their dots. */
export function wrap(text: string, longest: number): readonly string[] {
  const lines: string[] = [];
  const words = text.split(/\s+/).filter(Boolean);
  for (const word of words.flatMap((each) => (each.length > longest ? each.split(/(?<=\.)(?=.)/) : [each]))) {
    const last = lines.at(-1);
    const blank = last?.endsWith('.') && text.includes(last + word) ? '' : ' ';
    if (last !== undefined && `${last}${blank}${word}`.length <= longest)
      lines[lines.length - 1] = `${last}${blank}${word}`;
    else lines.push(word);
  }
  return lines;
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** The greatest of numbers, at least `least`. */
export const most = (least: number, numbers: readonly number[]): number => Math.max(least, ...numbers);
