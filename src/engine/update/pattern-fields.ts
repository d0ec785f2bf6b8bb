import { fieldsOf, fillPattern, type Pattern, type PatternPart } from '../expectations/pattern.ts';
import { type Unit, unitsOf } from './units.ts';

type Variables = Readonly<Record<string, string>>;

/** A word of a pattern between blanks: as written, as read, with the values of variables in place, and in units. */
export type PatternField = {
  readonly source: string;
  readonly parts: readonly PatternPart[];
  readonly filled: readonly PatternPart[];
  readonly units: readonly Unit[];
};

/** A pattern taken apart. `blanks` are those between its fields, as written. */
export type PatternFields = {
  readonly fields: readonly PatternField[];
  readonly blanks: readonly string[];
  /** It is taken literally, so nothing in it can stand for anything else. */
  readonly quoted: boolean;
};

/** Takes a pattern apart. */
export function patternFields(pattern: Pattern, variables: Variables): PatternFields {
  const { text, quoted } = pattern;
  const own = fieldsOf(pattern);
  const fields = text
    .trim()
    .split(/\s+/)
    .map((written, index) => fieldOf(written, own[index] ?? [], variables));
  return { fields, blanks: text.trim().match(/\s+/g) ?? [], quoted };
}

function fieldOf(source: string, parts: readonly PatternPart[], variables: Variables): PatternField {
  const filled = fillPattern({ text: source, quoted: false, parts }, variables).parts;
  return { source, parts, filled, units: unitsOf(parts, variables) };
}

/** Whether the field stands for anything at all. */
export function isGap(field: PatternField): boolean {
  return field.parts.length > 0 && field.parts.every(({ kind }) => kind === 'gap');
}

/** Whether what stands between two fields may belong to a gap at the end of the one or the start of the other. */
export function isOpenBetween(before: PatternField | undefined, behind: PatternField | undefined): boolean {
  return before?.parts.at(-1)?.kind === 'gap' || behind?.parts[0]?.kind === 'gap';
}
