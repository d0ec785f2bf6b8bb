/** Indexes as a job's status has them: `0,2-4`; in order, each once. */
export function parseIndexes(text: string | undefined): readonly number[] {
  const intervals = (text ?? '').split(',').filter(Boolean);
  return intervals.flatMap((interval) => {
    const [first = 0, last = first] = interval.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  });
}

/** The other way round; two neighbours are written one by one, three or more as a range. */
export function formatIndexes(indexes: readonly number[]): string {
  const sorted = [...new Set(indexes)].sort((a, b) => a - b);
  const starts = sorted.filter((index, at) => index - 1 !== sorted[at - 1]);
  const ends = sorted.filter((index, at) => index + 1 !== sorted[at + 1]);
  return starts.map((start, at) => interval(start, ends[at] ?? start)).join(',');
}

function interval(first: number, last: number): string {
  if (first === last) return String(first);
  return last === first + 1 ? `${first},${last}` : `${first}-${last}`;
}
