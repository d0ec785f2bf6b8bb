import { isRecord } from '../body.ts';
import { type FieldPath, keyStep, type OwnershipOf, pathOf, type Step } from './field-paths.ts';

/** Whether the field at these names is there even when nobody has set it, as Go's structs are. */
export type IsAlwaysThere = (names: readonly string[]) => boolean;

/** How a kind's objects are made of fields. */
type Shape = { readonly ownershipOf: OwnershipOf; readonly isAlwaysThere: IsAlwaysThere };

/**
 * The objects and lists of an object that another state of it doesn't have: who adds the first field of one owns the
 * container too.
 */
export function addedContainers(object: unknown, before: unknown, shape: Shape): ReadonlySet<FieldPath> {
  const added = new Set<FieldPath>();
  collect({ value: object, old: before, isThere: true, steps: [], names: [], shape, added });
  return added;
}

type Visit = {
  readonly value: unknown;
  readonly old: unknown;
  /** Whether it was there before, be it empty. */
  readonly isThere: boolean;
  readonly steps: readonly Step[];
  readonly names: readonly string[];
  readonly shape: Shape;
  readonly added: Set<FieldPath>;
};

function collect(visit: Visit): void {
  const { value, isThere, steps, names, shape, added } = visit;
  const isContainer = Array.isArray(value)
    ? value.length > 0
    : isRecord(value) && Object.keys(value).length > 0;
  if (!isContainer) return;
  const ownership = shape.ownershipOf(names);
  if (ownership === 'atomic') return;
  if (!isThere) added.add(pathOf(steps));
  if (Array.isArray(value)) {
    if (typeof ownership === 'object') collectItems(visit, value, ownership.keys);
  } else collectFields(visit, value as Readonly<Record<string, unknown>>);
}

function collectItems(visit: Visit, items: readonly unknown[], keys: readonly string[]): void {
  const olds: readonly unknown[] = Array.isArray(visit.old) ? visit.old : [];
  const known = new Map(olds.map((item) => [keyStep(item, keys), item]));
  for (const value of items) {
    const step = keyStep(value, keys);
    const isThere = visit.isThere && known.has(step);
    collect({ ...visit, value, old: known.get(step), isThere, steps: [...visit.steps, step] });
  }
}

function collectFields(visit: Visit, fields: Readonly<Record<string, unknown>>): void {
  const olds = isRecord(visit.old) ? visit.old : {};
  for (const [name, value] of Object.entries(fields)) {
    const names = [...visit.names, name];
    const isThere = visit.isThere && (olds[name] !== undefined || visit.shape.isAlwaysThere(names));
    collect({ ...visit, value, old: olds[name], isThere, steps: [...visit.steps, `f:${name}`], names });
  }
}
