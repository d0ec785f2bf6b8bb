/** Code units from one to another, both included. */
export type CodeRange = readonly [from: number, to: number];

/** What a regular expression takes for one character: ranges in order, without gaps or overlaps between them. */
export type CharacterSet = readonly CodeRange[];

const lastUnit = 0xff_ff;

/** Puts ranges in order and joins what touches. */
export function setOf(ranges: readonly CodeRange[]): CharacterSet {
  const joined: CodeRange[] = [];
  for (const [from, to] of [...ranges].sort(([one], [other]) => one - other)) {
    const before = joined.at(-1);
    if (before !== undefined && from <= before[1] + 1)
      joined[joined.length - 1] = [before[0], Math.max(before[1], to)];
    else joined.push([from, to]);
  }
  return joined;
}

/** All that is not in a set. */
export function complementOf(set: CharacterSet): CharacterSet {
  const rest: CodeRange[] = [];
  let from = 0;
  for (const [low, high] of set) {
    if (low > from) rest.push([from, low - 1]);
    from = high + 1;
  }
  if (from <= lastUnit) rest.push([from, lastUnit]);
  return rest;
}

const code = (text: string): number => text.charCodeAt(0);
const range = (from: string, to: string): CodeRange => [code(from), code(to)];

/** ECMAScript's classes. @see https://tc39.es/ecma262/#sec-compiletocharset */
export const digits: CharacterSet = [range('0', '9')];
export const wordCharacters: CharacterSet = setOf([
  ...digits,
  range('A', 'Z'),
  [code('_'), code('_')],
  range('a', 'z'),
]);
export const blanks: CharacterSet = setOf([
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x16_80, 0x16_80],
  [0x20_00, 0x20_0a],
  [0x20_28, 0x20_29],
  [0x20_2f, 0x20_2f],
  [0x20_5f, 0x20_5f],
  [0x30_00, 0x30_00],
  [0xfe_ff, 0xfe_ff],
]);
/** What `.` takes: no end of a line. */
export const anyCharacter: CharacterSet = complementOf([
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x20_28, 0x20_29],
]);
