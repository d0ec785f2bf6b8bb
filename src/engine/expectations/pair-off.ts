/** Which places an item may take, in order, and the first item that may take the very same ones: itself if none. */
type Candidates = { readonly places: readonly number[]; readonly same: number };

/**
 * Pairs off wanted items with those that are there, each with one of its own, as many as can be: a greedy choice would
 * take one that only another could have.
 * @returns For each wanted item the place that it got; undefined where none is left for it.
 * @see https://en.wikipedia.org/wiki/Maximum_cardinality_matching for the augmenting paths that are looked for
 */
export function pairOff(items: readonly Candidates[]): readonly (number | undefined)[] {
  const takenBy = new Map<number, number>();
  const isFree = (place: number) => !takenBy.has(place);
  const findFor = (item: number, asked: Set<number>): boolean => {
    const { places = [], same = item } = items[item] ?? {};
    if (asked.has(same)) return false;
    asked.add(same);
    const place =
      places.find(isFree) ??
      places.find((each) => {
        const other = takenBy.get(each);
        return other !== undefined && findFor(other, asked);
      });
    if (place !== undefined) takenBy.set(place, item);
    return place !== undefined;
  };
  // Who can choose least chooses first: then hardly anybody has to give way.
  const order = [...items.keys()].toSorted((one, other) => choice(items, one) - choice(items, other));
  const hopeless = new Set<number>();
  for (const item of order) {
    const same = items[item]?.same ?? item;
    if (!hopeless.has(same) && !findFor(item, new Set())) hopeless.add(same);
  }
  const pairs = new Map([...takenBy].map(([place, item]) => [item, place]));
  return items.map((_, item) => pairs.get(item));
}

function choice(items: readonly Candidates[], item: number): number {
  return items[item]?.places.length ?? 0;
}

/** Candidates by a comparison of each item with each place. */
export function candidatesOf(
  items: number,
  places: number,
  fits: (item: number, place: number) => boolean,
): readonly Candidates[] {
  const all = [...Array(places).keys()];
  return Array.from({ length: items }, (_, item) => ({
    places: all.filter((place) => fits(item, place)),
    same: item,
  }));
}
