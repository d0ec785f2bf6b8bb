/** What may stand in one field of a schedule. */
export type CronField = {
  readonly lowest: number;
  readonly highest: number;
  readonly names?: readonly string[];
};

/** The numbers that a field means; `any` when it stands for all of them. */
export type CronSet = { readonly numbers: ReadonlySet<number>; readonly any: boolean };

/** A schedule can't be read, in the words of the library that Kubernetes reads it with. */
export class CronError extends Error {
  override name = 'CronError';
}

/** Reads a field: `*`, `5`, `1-5`, a step of a range, names where it has any, or a list of these. @throws CronError */
export function cronField(text: string, field: CronField): CronSet {
  const parts = text
    .split(',')
    .filter(Boolean)
    .map((part) => cronRange(part, field));
  return {
    numbers: new Set(parts.flatMap(({ numbers }) => numbers)),
    any: parts.some(({ any }) => any),
  };
}

type Range = { readonly numbers: readonly number[]; readonly any: boolean };

function cronRange(text: string, field: CronField): Range {
  const [range = '', stepText, ...moreSteps] = text.split('/');
  const [from = '', to, ...moreBounds] = range.split('-');
  const isAny = from === '*' || from === '?';
  if (!isAny && moreBounds.length) throw new CronError(`too many hyphens: ${text}`);
  if (moreSteps.length) throw new CronError(`too many slashes: ${text}`);
  const start = isAny ? field.lowest : numberIn(from, field);
  const step = stepText === undefined ? 1 : integer(stepText);
  const alone = stepText === undefined ? start : field.highest;
  const end = isAny ? field.highest : to === undefined ? alone : numberIn(to, field);
  check(start, end, step, { text, field });
  const count = Math.floor((end - start) / step) + 1;
  return {
    numbers: Array.from({ length: count }, (_, index) => start + index * step),
    any: isAny && step === 1,
  };
}

type Context = { readonly text: string; readonly field: CronField };

function check(start: number, end: number, step: number, { text, field }: Context): void {
  const { lowest, highest } = field;
  if (start < lowest) throw new CronError(`beginning of range (${start}) below minimum (${lowest}): ${text}`);
  if (end > highest) throw new CronError(`end of range (${end}) above maximum (${highest}): ${text}`);
  if (start > end) throw new CronError(`beginning of range (${start}) beyond end of range (${end}): ${text}`);
  if (step === 0) throw new CronError(`step of range should be a positive number: ${text}`);
}

function numberIn(text: string, { names = [], lowest }: CronField): number {
  const named = names.indexOf(text.toLowerCase());
  return named >= 0 ? named + lowest : integer(text);
}

function integer(text: string): number {
  if (/^[+-]?\d+$/.test(text)) {
    const number = Number(text);
    if (number < 0) throw new CronError(`negative number (${number}) not allowed: ${text}`);
    return number;
  }
  throw new CronError(
    `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`,
  );
}
