/** Which rows of many are in sight: `from` is the first; `above` and `below` count those that aren't. */
export type Sight = { readonly from: number; readonly above: number; readonly below: number };

/** Rows of what is above that stay in sight over something that is taller than the window. */
const lead = 1;

/**
 * The rows to show so that those from `first` to `last` are in sight, with as much as possible of what comes before
 * them; of something taller than the window, its beginning.
 */
export function sightOf(
  total: number,
  room: number,
  { first, last }: { readonly first: number; readonly last: number },
): Sight {
  const lowest = last + 1 - room;
  return scrolled(lowest <= first ? lowest : first - lead, total, room);
}

/** The rows from a place on, kept inside of the document. */
export function scrolled(from: number, total: number, room: number): Sight {
  const first = Math.max(0, Math.min(from, total - room));
  return { from: first, above: first, below: Math.max(0, total - room - first) };
}
