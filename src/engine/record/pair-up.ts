/** One belongs to the other when their keys are equal, and `holds` if that is given. Nothing belongs to what has no key. */
export type Rule<A, B> = {
  readonly one: (one: A) => string | undefined;
  readonly other: (other: B) => string | undefined;
  readonly holds?: (one: A, other: B) => boolean;
};

/** Gives each the first of the others that a rule finds for it and nobody has yet; earlier rules go before later ones. */
export function pairUp<A, B>(
  ones: readonly A[],
  others: readonly B[],
  rules: readonly Rule<A, B>[],
): ReadonlyMap<A, B> {
  const found = new Map<A, B>();
  const left = new Set(others);
  for (const { one: keyOfOne, other: keyOfOther, holds = () => true } of rules) {
    const byKey = Map.groupBy(left, keyOfOther);
    for (const one of ones.filter((each) => !found.has(each))) {
      const key = keyOfOne(one);
      const other =
        key === undefined ? undefined : byKey.get(key)?.find((each) => left.has(each) && holds(one, each));
      if (other === undefined) continue;
      found.set(one, other);
      left.delete(other);
    }
  }
  return found;
}
