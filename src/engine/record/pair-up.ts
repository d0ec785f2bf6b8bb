/** Whether one belongs to the other. */
export type Rule<A, B> = (one: A, other: B) => boolean;

/** Gives each the first of the others that a rule finds for it and nobody has yet; earlier rules go before later ones. */
export function pairUp<A, B>(
  ones: readonly A[],
  others: readonly B[],
  rules: readonly Rule<A, B>[],
): ReadonlyMap<A, B> {
  const found = new Map<A, B>();
  const left = new Set(others);
  for (const rule of rules) {
    for (const one of ones) {
      const other = found.has(one) ? undefined : [...left].find((each) => rule(one, each));
      if (other === undefined) continue;
      found.set(one, other);
      left.delete(other);
    }
  }
  return found;
}
