/** One of `of` parts of a set of files; `index` counts from 1. */
export type Shard = { readonly index: number; readonly of: number };

/** `weight` is about how long it takes, in any unit that all files of a set share. */
type Weighed = { readonly file: string; readonly weight: number };

/**
 * The files of one shard, in the order given. Every file is in exactly one shard, and machines that see the same files
 * and weights agree on which, in whatever order they see them: the heaviest file first, each goes to the shard that
 * has least to do so far.
 */
export function shardOf<T extends Weighed>(files: readonly T[], { index, of }: Shard): readonly T[] {
  const loads = Array<number>(of).fill(0);
  const mine = new Set<T>();
  for (const item of files.toSorted(heaviestFirst)) {
    const lightest = loads.indexOf(Math.min(...loads));
    loads[lightest] = (loads[lightest] ?? 0) + item.weight;
    if (lightest === index - 1) mine.add(item);
  }
  return files.filter((item) => mine.has(item));
}

/** By code units, not by a locale: that would differ between machines. */
function heaviestFirst(one: Weighed, other: Weighed): number {
  if (one.weight !== other.weight) return other.weight - one.weight;
  return one.file < other.file ? -1 : 1;
}

/** What is known about how long a file takes: the seconds of its record, if it has one, and how much there is to do. */
type Effort = { readonly seconds?: number; readonly statements: number };

/**
 * Weights of files: recorded milliseconds; of a file without a record, its statements at the pace of those with one.
 * Where no file has one, statements are what counts.
 */
export function weightsOf(efforts: readonly Effort[]): readonly number[] {
  const recorded = efforts.filter(({ seconds }) => seconds !== undefined);
  const total = recorded.reduce((sum, { seconds = 0 }) => sum + Math.round(seconds * 1000), 0);
  const count = recorded.reduce((sum, { statements }) => sum + statements, 0);
  const pace = recorded.length === 0 ? 1 : total / Math.max(1, count);
  return efforts.map(({ seconds, statements }) =>
    Math.max(1, Math.round(seconds === undefined ? statements * pace : seconds * 1000)),
  );
}
