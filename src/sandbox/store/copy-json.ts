/**
 * A copy that shares nothing with its caller and, like JSON, has no fields that are undefined. What equals the same
 * place of `previous`, which nobody changes, is taken from there: an equal value comes out as `previous` itself.
 */
export function copyJson<T>(value: T, previous?: unknown): T {
  if (value === previous || typeof value !== 'object' || value === null) return value;
  return (Array.isArray(value) ? copyList(value, previous) : copyFields(value, previous)) as T;
}

function copyList(list: readonly unknown[], previous: unknown): unknown {
  const before: readonly unknown[] = Array.isArray(previous) ? previous : [];
  const copy = list.map((item, index) => copyJson(item, before[index]));
  const isSame =
    previous === before &&
    copy.length === before.length &&
    copy.every((item, index) => item === before[index]);
  return isSame ? previous : copy;
}

function copyFields(fields: object, previous: unknown): unknown {
  const before =
    typeof previous === 'object' && previous !== null && !Array.isArray(previous) ? previous : undefined;
  const entries = Object.entries(fields).filter(([, field]) => field !== undefined);
  const read = (name: string): unknown =>
    before && Object.hasOwn(before, name) ? (before as Record<string, unknown>)[name] : undefined;
  let isSame = before !== undefined && Object.keys(before).length === entries.length;
  const copy = entries.map(([name, field]): [string, unknown] => {
    const copied: unknown = copyJson(field, read(name));
    isSame &&= copied === read(name);
    return [name, copied];
  });
  return isSame ? previous : Object.fromEntries(copy);
}
