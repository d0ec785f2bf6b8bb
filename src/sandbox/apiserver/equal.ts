/** Whether two JSON values are the same, whatever the order of their fields. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => isEqual(item, b[index]))
    );
  const [fieldsA, fieldsB] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  const names = Object.keys(fieldsA);
  return (
    names.length === Object.keys(fieldsB).length &&
    names.every((name) => Object.hasOwn(fieldsB, name) && isEqual(fieldsA[name], fieldsB[name]))
  );
}
