/** Something that a controller keeps in mind of a cluster beside its objects, and how it begins. */
type Slot<T extends object> = { readonly create: () => T };

/** Declares what a controller keeps in mind; each cluster has its own. */
export const slot = <T extends object>(create: () => T): Slot<T> => ({ create });

/** What the controllers of one cluster keep in mind: it goes with the cluster. */
export class Memory {
  readonly #kept = new Map<Slot<object>, object>();

  /** What is kept in a slot, begun where nothing is yet. */
  of<T extends object>(kept: Slot<T>): T {
    const found = this.#kept.get(kept) as T | undefined;
    if (found) return found;
    const fresh = kept.create();
    this.#kept.set(kept, fresh);
    return fresh;
  }

  forget(kept: Slot<object>): void {
    this.#kept.delete(kept);
  }
}
