/**
 * The way from a variable to a value, as a list that grows as Go's slices do: paths that begin alike may share their
 * memory, and then the later one overwrites how the earlier one goes on. The estimates of the API server have it so,
 * and come out otherwise than without it.
 * @see https://go.dev/blog/slices-intro
 */
export type Path = { readonly shared: Shared; readonly length: number };

type Shared = { readonly names: string[]; readonly capacity: number };

/** Of what no variable leads to. */
export const noPath: Path = { shared: { names: [], capacity: 0 }, length: 0 };

export const pathOf = (variable: string): Path => appended(noPath, variable);

export function appended({ shared, length }: Path, name: string): Path {
  const hasRoom = length < shared.capacity;
  const kept = hasRoom
    ? shared
    : { names: shared.names.slice(0, length), capacity: Math.max(1, shared.capacity * 2) };
  kept.names[length] = name;
  return { shared: kept, length: length + 1 };
}

export const namesOf = ({ shared, length }: Path): readonly string[] => shared.names.slice(0, length);
