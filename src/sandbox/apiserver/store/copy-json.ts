/**
 * A copy that shares nothing with its caller and, like JSON, has no fields that are undefined. What equals the same
 * place of `previous`, which nobody changes, is taken from there: an equal value comes out as `previous` itself. What
 * is frozen, to the bottom, nobody can change, and it is shared as it is.
 */
export function copyJson<T>(value: T, previous?: unknown): T {
  if (value === previous || typeof value !== 'object' || value === null || isShared(value)) return value;
  return (Array.isArray(value) ? copyList(value, previous) : copyFields(value, previous)) as T;
}

const isShared = (value: object): boolean => Object.isFrozen(value) && Object.keys(value).length > 0;

function copyList(list: readonly unknown[], previous: unknown): unknown {
  const before: readonly unknown[] = Array.isArray(previous) ? previous : [];
  const copy = list.map((item, index) => copyJson(item, before[index]));
  const isSame =
    previous === before &&
    copy.length === before.length &&
    copy.every((item, index) => item === before[index]);
  return isSame ? previous : copy;
}

/** A plain loop: every write of every object comes through here. */
function copyFields(fields: object, previous: unknown): unknown {
  const before = isFields(previous) ? previous : undefined;
  const copy: Record<string, unknown> = {};
  let count = 0;
  let isSame = before !== undefined;
  for (const [name, field] of Object.entries(fields)) {
    if (field === undefined) continue;
    count++;
    const old = before?.[name];
    const copied: unknown = copyJson(field, old);
    if (copied !== old) isSame = false;
    if (name === '__proto__') Object.defineProperty(copy, name, { value: copied, ...ordinary });
    else copy[name] = copied;
  }
  return isSame && before && Object.keys(before).length === count ? previous : copy;
}

const ordinary = { enumerable: true, writable: true, configurable: true } as const;

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
