import type { Difference } from './kind.ts';
import { matchesField } from './match.ts';
import { fieldsOf, type Pattern, type PatternPart } from './pattern.ts';

/** The line that has most of a pattern's fields, in order, and the field that stands where the first missing one should. */
type Closest = { readonly line: string; readonly difference?: Difference };

type Field = { readonly text: string; readonly from: number };
type Score = { readonly met: number; readonly missing?: number; readonly after: number };

/** The line that comes nearest to a filled pattern; undefined when no line has even one of its fields. */
export function closestLine(pattern: Pattern, lines: readonly string[]): Closest | undefined {
  const wanted = fieldsOf(pattern);
  const mayFit = hasOneOf(wanted);
  let best: Best | undefined;
  for (const [index, line] of lines.entries()) {
    if (!mayFit(line)) continue;
    const fields = splitFields(line);
    const score = scoreOf(wanted, fields);
    if (score.met > (best?.score.met ?? 0)) best = { line, index, fields, score };
  }
  if (!best) return undefined;
  const { missing, after } = best.score;
  if (missing === undefined) return { line: best.line };
  const field = best.fields[after] ?? { text: '', from: best.line.length + 1 };
  const to = field.from + Math.max(1, field.text.length);
  const expected = showField(wanted[missing] ?? []);
  const place = { line: best.line, from: field.from, to, number: best.index + 1, of: lines.length };
  return { line: best.line, difference: { ...place, expected } };
}

type Best = {
  readonly line: string;
  readonly index: number;
  readonly fields: readonly Field[];
  readonly score: Score;
};

/** Of many lines only a few have anything in common with a pattern, and these are found without taking them apart. */
function hasOneOf(wanted: readonly (readonly PatternPart[])[]): (line: string) => boolean {
  const fields = wanted.filter((field) => !isGapField(field));
  const literals = fields.map((field) => field.find(({ kind }) => kind === 'literal'));
  const texts = literals.flatMap((part) => (part?.kind === 'literal' ? [part.text] : []));
  if (texts.length < fields.length) return () => true;
  return (line) => texts.some((text) => line.includes(text));
}

/** The fields of a line between blanks, with the 1-based column at which each begins. */
export function splitFields(line: string): readonly Field[] {
  return [...line.matchAll(/\S+/g)].map((match) => ({ text: match[0], from: match.index + 1 }));
}

/** Whether a field of a row pattern stands for one or more whole fields. */
export function isGapField(field: readonly PatternPart[]): boolean {
  return field.length === 1 && field[0]?.kind === 'gap';
}

function scoreOf(wanted: readonly (readonly PatternPart[])[], fields: readonly Field[]): Score {
  let met = 0;
  let at = 0;
  let missing: number | undefined;
  let after = 0;
  for (const [index, want] of wanted.entries()) {
    if (isGapField(want)) continue;
    const found = fields.findIndex((field, place) => place >= at && matchesField(want, field.text));
    if (found >= 0) {
      met += 1;
      at = found + 1;
    } else if (missing === undefined) {
      missing = index;
      after = at;
    }
  }
  return missing === undefined ? { met, after } : { met, missing, after };
}

function showField(field: readonly PatternPart[]): string {
  return field.map(showPart).join('');
}

function showPart(part: PatternPart): string {
  switch (part.kind) {
    case 'literal':
      return part.text;
    case 'gap':
      return '...';
    case 'octet':
      return 'x';
    case 'variable':
      return `\${${part.name}}`;
    case 'blanks':
      return ' ';
    case 'protocol':
      return 'HTTP';
    case 'status':
      return part.status;
    default:
      return part satisfies never;
  }
}
