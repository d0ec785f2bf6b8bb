/**
 * Who has to see the changes of a resource, `*` being all of them: looked up once for each resource, since every write
 * asks.
 */
export function byResource<T>(
  all: readonly T[],
  watches: (each: T) => readonly string[],
): (resource: string) => readonly T[] {
  const known = new Map<string, readonly T[]>();
  return (resource) => {
    const found =
      known.get(resource) ??
      all.filter((each) => [resource, '*'].some((watched) => watches(each).includes(watched)));
    known.set(resource, found);
    return found;
  };
}
