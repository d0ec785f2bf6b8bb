import { isRecord } from '../body.ts';

/**
 * One step to a field, as `managedFields` writes it: `f:name` a field, `k:{"name":"x"}` the list item with these
 * keys, `v:"x"` an item of a set, `i:0` an item of a list that is owned whole.
 */
export type Step = string;

/** Steps as one string, so that sets of paths are sets of strings. */
export type FieldPath = string;

export const pathOf = (steps: readonly Step[]): FieldPath => steps.join('\0');
export const stepsOf = (path: FieldPath): Step[] => path.split('\0');

/** Whether `path` is `parent` or lies below it. */
export const isWithin = (path: FieldPath, parent: FieldPath): boolean =>
  path === parent || path.startsWith(`${parent}\0`);

/** How the list or object at these field names is owned: whole, item by item (by keys), or as a set of values. */
export type OwnershipOf = (names: readonly string[]) => Ownership;
export type Ownership = 'atomic' | 'granular' | 'set' | { readonly keys: readonly string[] };

/**
 * Every field that can have an owner, with its value as JSON; a list item that is told apart by keys is itself one,
 * with an empty value.
 */
export function fieldsOf(object: unknown, ownershipOf: OwnershipOf): Map<FieldPath, string> {
  const fields = new Map<FieldPath, string>();
  collect({ value: object, steps: [], names: [], ownershipOf, fields });
  return fields;
}

type Visit = {
  readonly value: unknown;
  readonly steps: readonly Step[];
  readonly names: readonly string[];
  readonly ownershipOf: OwnershipOf;
  readonly fields: Map<FieldPath, string>;
};

function collect(visit: Visit): void {
  const { value, steps, names, ownershipOf, fields } = visit;
  const ownership = Array.isArray(value) || isRecord(value) ? ownershipOf(names) : 'atomic';
  if (Array.isArray(value) && typeof ownership === 'object') collectItems(visit, value, ownership.keys);
  else if (Array.isArray(value) && ownership === 'set') {
    for (const item of value) fields.set(pathOf([...steps, `v:${JSON.stringify(item)}`]), '');
  } else if (isRecord(value) && ownership !== 'atomic' && Object.keys(value).length > 0) {
    // Go writes the time of creation of what is never created by itself.
    for (const [name, field] of Object.entries(value))
      if (field !== undefined && !(field === null && name === 'creationTimestamp'))
        collect({ ...visit, value: field, steps: [...steps, `f:${name}`], names: [...names, name] });
  } else if (steps.length > 0) fields.set(pathOf(steps), canonical(value));
}

function collectItems(visit: Visit, items: readonly unknown[], keys: readonly string[]): void {
  for (const item of items) {
    const steps = [...visit.steps, keyStep(item, keys)];
    visit.fields.set(pathOf(steps), '');
    if (isRecord(item) && Object.keys(item).length > 0) collect({ ...visit, value: item, steps });
  }
}

/** The step to a list item; a port's protocol counts as TCP when it is left out, as the schema's default says. */
export function keyStep(item: unknown, keys: readonly string[]): Step {
  const record = isRecord(item) ? item : {};
  const present = [...keys]
    .sort()
    .map((key) => [key, record[key] ?? (key === 'protocol' ? 'TCP' : undefined)] as const)
    .filter(([, value]) => value !== undefined);
  return `k:${JSON.stringify(Object.fromEntries(present))}`;
}

/** In the order in which the API server names paths: at each level fields first, then what lies in others. */
export function comparePaths(a: FieldPath, b: FieldPath): number {
  const [stepsA, stepsB] = [stepsOf(a), stepsOf(b)];
  const at = stepsA.findIndex((step, index) => step !== stepsB[index]);
  if (at < 0) return stepsA.length - stepsB.length;
  const [endsA, endsB] = [stepsA.length === at + 1, stepsB.length === at + 1];
  if (endsA !== endsB) return endsA ? -1 : 1;
  return (stepsA[at] ?? '') < (stepsB[at] ?? '') ? -1 : 1;
}

/** Prints a path as the API server's messages do: `.spec.containers[name="x"].image`. */
export function formatPath(path: FieldPath): string {
  return stepsOf(path).map(formatStep).join('');
}

function formatStep(step: Step): string {
  if (step.startsWith('f:')) return `.${step.slice(2)}`;
  if (step.startsWith('v:')) return `[=${step.slice(2)}]`;
  if (step.startsWith('i:')) return `[${step.slice(2)}]`;
  const keys = Object.entries(JSON.parse(step.slice(2)) as Record<string, unknown>);
  return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
}

/** JSON with sorted names, so that equal values have equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    isRecord(field) ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1))) : field,
  );
}
