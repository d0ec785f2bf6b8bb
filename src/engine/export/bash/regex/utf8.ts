import type { CharacterSet, CodeRange } from './character-set.ts';

/** Bytes in order, each with the lowest and the highest that fits. */
type Sequence = readonly CodeRange[];

const lengths: readonly (readonly [from: number, to: number, bytes: number])[] = [
  [0x80, 0x7_ff, 2],
  [0x8_00, 0xff_ff, 3],
];

/** Any character beyond the basic plane: JavaScript sees two halves, which no class takes one by one. */
const astral: Sequence = [
  [0xf0, 0xf4],
  [0x80, 0xbf],
  [0x80, 0xbf],
  [0x80, 0xbf],
];

/** The UTF-8 of all characters of a set that aren't ASCII, as sequences of byte ranges. */
export function sequencesOf(set: CharacterSet): readonly Sequence[] {
  const basic = set.flatMap(([from, to]) =>
    lengths.flatMap(([low, high, bytes]) => {
      const part: CodeRange = [Math.max(from, low), Math.min(to, high)];
      return part[0] > part[1] ? [] : split(part, bytes);
    }),
  );
  const hasHalves = set.some(([from, to]) => from <= 0xd8_00 && to >= 0xdf_ff);
  const whole = set
    .filter(([from]) => from > 0xff_ff)
    .map(([from]) => encoded(from).map((byte): CodeRange => [byte, byte]));
  return [...basic, ...(hasHalves ? [astral] : []), ...whole];
}

/** Cuts a range so that each part has the same first bytes, or all bytes that there are behind them. */
function split([from, to]: CodeRange, bytes: number): readonly Sequence[] {
  for (let rest = 1; rest < bytes; rest += 1) {
    const mask = 2 ** (6 * rest) - 1;
    if ((from & ~mask) === (to & ~mask)) continue;
    if ((from & mask) !== 0)
      return [...split([from, from | mask], bytes), ...split([(from | mask) + 1, to], bytes)];
    if ((to & mask) !== mask)
      return [...split([from, (to & ~mask) - 1], bytes), ...split([to & ~mask, to], bytes)];
  }
  const [low, high] = [encoded(from), encoded(to)];
  return [low.map((byte, index): CodeRange => [byte, high[index] ?? byte])];
}

function encoded(code: number): readonly number[] {
  if (code < 0x8_00) return [0xc0 | (code >> 6), 0x80 | (code & 0x3f)];
  const tail = [0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
  if (code < 0x1_00_00) return [0xe0 | (code >> 12), ...tail];
  return [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), ...tail];
}
