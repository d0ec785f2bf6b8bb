/** A JSON object of unknown shape. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object (not a list, not null). */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is at a dotted path of an object (`spec.template.spec`); undefined when some part isn't there. */
export function at(value: unknown, path: string): unknown {
  let here = value;
  for (const part of path.split('.')) here = isFields(here) ? here[part] : undefined;
  return here;
}

/** The text at a path, or '' when there is none. */
export const textAt = (value: unknown, path: string): string => {
  const found = at(value, path);
  return typeof found === 'string' ? found : '';
};

/** The number at a path, or 0 when there is none. */
export const numberAt = (value: unknown, path: string): number => {
  const found = at(value, path);
  return typeof found === 'number' ? found : 0;
};

/** The object at a path, or an empty one. */
export const fieldsAt = (value: unknown, path: string): Fields => {
  const found = at(value, path);
  return isFields(found) ? found : {};
};

/** The list at a path, or an empty one. */
export const listAt = (value: unknown, path: string): readonly unknown[] => {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
};
