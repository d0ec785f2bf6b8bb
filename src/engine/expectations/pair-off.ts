/**
 * Pairs off wanted items with those that are there, each with one of its own, as many as can be: a greedy choice would
 * take one that only another could have.
 * @returns For each wanted item the index of the one that it got; undefined where none is left for it.
 * @see https://en.wikipedia.org/wiki/Hopcroft–Karp_algorithm for the paths that are looked for
 */
export function pairOff(
  wanted: number,
  there: number,
  fits: (wanted: number, there: number) => boolean,
): readonly (number | undefined)[] {
  const takenBy = new Map<number, number>();
  const findFor = (item: number, tried: Set<number>): boolean => {
    for (let place = 0; place < there; place += 1) {
      if (tried.has(place) || !fits(item, place)) continue;
      tried.add(place);
      const other = takenBy.get(place);
      if (other !== undefined && !findFor(other, tried)) continue;
      takenBy.set(place, item);
      return true;
    }
    return false;
  };
  for (let item = 0; item < wanted; item += 1) findFor(item, new Set());
  const pairs = new Map([...takenBy].map(([place, item]) => [item, place]));
  return Array.from({ length: wanted }, (_, item) => pairs.get(item));
}
