/** Which rows of many are in sight: `from` is the first; `above` and `below` count those that aren't. */
export type Sight = { readonly from: number; readonly above: number; readonly below: number };

/** Rows that must be in sight; when they don't fit, those from `core` on come first. */
export type Extent = { readonly first: number; readonly core: number; readonly last: number };

/** Rows above the core that stay in sight with it, if there are no more. */
const lead = 4;

/**
 * The rows to show so that an extent is in sight, with as much as possible of what comes before it. Of something
 * taller than the window: from its beginning or just above its core, or its end when that is nearer.
 */
export function sightOf(total: number, room: number, { first, core, last }: Extent): Sight {
  const lowest = last + 1 - room;
  if (lowest <= first) return scrolled(lowest, total, room);
  const from = core - first <= lead ? first : core - 1;
  return scrolled(Math.min(lowest, from), total, room);
}

/** The rows from a place on, kept inside of the document. */
export function scrolled(from: number, total: number, room: number): Sight {
  const first = Math.max(0, Math.min(from, total - room));
  return { from: first, above: first, below: Math.max(0, total - room - first) };
}
