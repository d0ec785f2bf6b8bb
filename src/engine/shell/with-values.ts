import { shellNames } from './variables.ts';

/**
 * Shell text with the values that are known put where they are read, to be shown to people: `$NAME` and `${NAME}` alone,
 * in double quotes or without any; what bash computes stays as it is written.
 */
export function withValues(text: string, values: ReadonlyMap<string, string>): string {
  const reads = shellNames(text).reads.filter(
    ({ name, from, to }) => values.has(name) && /^\$(?:\w+|\{\w+\})$/.test(text.slice(from, to)),
  );
  return reads
    .toSorted((a, b) => b.from - a.from)
    .reduce((all, { name, from, to }) => all.slice(0, from) + (values.get(name) ?? '') + all.slice(to), text);
}
