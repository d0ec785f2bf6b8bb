import { isRecord } from '../body.ts';
import { isEqual } from '../equal.ts';
import { define } from '../patch/merge-patch.ts';
import { type FieldPath, isWithin, keyStep, type OwnershipOf, type Step, stepsOf } from './field-paths.ts';

/** Where in the object a merge is, and how what is there is owned. */
type Place = { readonly names: readonly string[]; readonly ownershipOf: OwnershipOf };

/** Lays what is applied over what is there; lists that are owned item by item keep the items of others. */
export const mergeApplied = (live: unknown, applied: unknown, ownershipOf: OwnershipOf): unknown =>
  merge(live, applied, { names: [], ownershipOf });

function merge(live: unknown, applied: unknown, place: Place): unknown {
  const ownership = place.ownershipOf(place.names);
  if (Array.isArray(applied) && Array.isArray(live)) {
    if (typeof ownership === 'object') return mergeItems(live, applied, { ...place, keys: ownership.keys });
    return ownership === 'set' ? [...new Set([...live, ...applied])] : applied;
  }
  if (!isRecord(applied) || !isRecord(live) || ownership === 'atomic') return applied;
  const merged: Record<string, unknown> = { ...live };
  for (const [name, value] of Object.entries(applied)) {
    if (value === null) continue;
    define(merged, name, merge(live[name], value, { ...place, names: [...place.names, name] }));
  }
  return merged;
}

function mergeItems(
  live: readonly unknown[],
  applied: readonly unknown[],
  place: Place & { readonly keys: readonly string[] },
): unknown[] {
  const merged = [...live];
  for (const item of applied) {
    const step = keyStep(item, place.keys);
    const at = merged.findIndex((present) => keyStep(present, place.keys) === step);
    if (at < 0) merged.push(item);
    else merged[at] = merge(merged[at], item, place);
  }
  return merged;
}

/**
 * Takes out the fields that an applier owned and no longer applies. `kept` are fields that anyone owns: what they
 * lie in stays. Containers that become empty go too.
 */
export function pruneFields(
  object: unknown,
  gone: Iterable<FieldPath>,
  kept: ReadonlySet<FieldPath>,
): unknown {
  const isKept = (path: FieldPath) => [...kept].some((owned) => isWithin(owned, path));
  let pruned = object;
  for (const path of gone) if (!isKept(path)) pruned = without(pruned, stepsOf(path)) ?? {};
  return pruned;
}

function without(value: unknown, [step, ...rest]: readonly Step[]): unknown {
  if (step === undefined) return undefined;
  if (step.startsWith('f:')) return isRecord(value) ? withoutField(value, step.slice(2), rest) : value;
  if (!Array.isArray(value)) return value;
  const wanted: unknown = JSON.parse(step.slice(2));
  const items = value.flatMap((item) => {
    if (!isItem(item, step, wanted)) return [item];
    const left = rest.length > 0 ? without(item, rest) : undefined;
    return left === undefined ? [] : [left];
  });
  return items.length > 0 ? items : undefined;
}

function withoutField(record: Record<string, unknown>, name: string, rest: readonly Step[]): unknown {
  if (!Object.hasOwn(record, name)) return record;
  const { [name]: current, ...others } = record;
  const left = without(current, rest);
  if (left !== undefined) return { ...record, [name]: left };
  return Object.keys(others).length > 0 ? others : undefined;
}

function isItem(item: unknown, step: Step, wanted: unknown): boolean {
  if (step.startsWith('v:')) return isEqual(item, wanted);
  return isRecord(wanted) && keyStep(item, Object.keys(wanted)) === step;
}
