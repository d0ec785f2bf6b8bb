import type { Pattern } from '../expectations/pattern.ts';
import { holed } from './align-field.ts';
import { fitScore } from './align-lines.ts';
import { alignText } from './align-text.ts';
import { inColumnsOf } from './columns.ts';
import { unspecial } from './guard.ts';
import type { Moving } from './moving.ts';
import { patternFields } from './pattern-fields.ts';
import { fresh, type Piece, textOf, wholeMoments } from './pieces.ts';
import { printedFields } from './printed-field.ts';

/** What a line of a fence becomes on a line of the output, and how near that is. */
type LineMatch = { readonly text: string; readonly score: number };

/** Less of a line than this, and it is another one. */
const leastShare = 0.45;

/**
 * Lays a line of a fence, `written` with its note, over lines of the output; undefined for a line that has too little
 * in common with it, or of which it can't be told what has become what.
 */
export function lineOn(
  pattern: Pattern,
  written: string,
  { variables, moving }: { readonly variables: Readonly<Record<string, string>>; readonly moving: Moving },
): (line: string) => LineMatch | undefined {
  const fields = patternFields(pattern, variables);
  const units = fields.fields.flatMap((field) => field.units);
  const whole = units.reduce((sum, { weight }) => sum + weight, 0);
  const note = pattern.quoted ? '' : written.slice(pattern.text.length);
  const known = new Map<string, LineMatch | undefined>();
  const match = (line: string): LineMatch | undefined => {
    const [best] = alignText(fields, printedFields(line, moving), { whole: true });
    if (!best || best.doubt !== undefined || best.score < leastShare * whole) return undefined;
    const score = Math.min(fitScore - 1, Math.round((fitScore * best.score) / Math.max(1, whole)));
    // What was taken literally has no marks of its own that a pattern could keep.
    const settled = wholeMoments(best.pieces);
    const pieces = pattern.quoted ? settled.map(({ text }) => fresh(text)) : settled;
    return { text: readAsPattern(pieces) + note, score };
  };
  return (line) => {
    if (!known.has(line)) known.set(line, line === '' ? undefined : match(line));
    return known.get(line);
  };
}

/** A line of the output as a line of a fence: what will be another next time is a hole, the columns stay where they are. */
export function holedLine(line: string, moving: Moving): string {
  const blanks = line.split(/\S+/);
  const fields = printedFields(line, moving);
  return readAsPattern(
    fields.flatMap((field, at) => [fresh(blanks[at] ?? ''), ...holed(field)]),
    line,
  );
}

/** What was printed is right as it stands; only beside something that stands for more it is read as a pattern. */
function readAsPattern(pieces: readonly Piece[], like = ''): string {
  return inColumnsOf(like, textOf(stands.test(textOf(pieces)) ? unspecial(pieces) : pieces));
}

/** A gap, a variable, a number of an address. */
const stands = /\.\.\.|…|\$\{|\bx\.|\.x\b/;
