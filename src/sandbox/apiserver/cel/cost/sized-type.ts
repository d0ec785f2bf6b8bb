import type { ValueType } from './value-type.ts';

/** A type with the sizes that a value has, where its items differ the largest of them. The value is as expressions see it. */
export function sizedType(value: unknown, type: ValueType): ValueType {
  if (typeof value === 'string') return { ...type, maxElements: [...value].length };
  if (value instanceof Uint8Array) return { ...type, maxElements: value.length };
  if (Array.isArray(value)) return sizedList(value, type);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return type;
  return type.fields ? sizedFields(value, type) : sizedList(Object.values(value), type);
}

function sizedList(items: readonly unknown[], type: ValueType): ValueType {
  const { element } = type;
  return { ...type, maxElements: items.length, ...(element ? { element: largest(items, element) } : {}) };
}

const largest = (values: readonly unknown[], type: ValueType): ValueType =>
  values.map((value) => sizedType(value, type)).reduce(larger, empty(type));

const empty = (type: ValueType): ValueType => ({
  ...type,
  maxElements: 0,
  ...(type.element ? { element: empty(type.element) } : {}),
  ...(type.fields ? { fields: mapped(type.fields, empty) } : {}),
});

function sizedFields(value: object, type: ValueType): ValueType {
  const given = value as Readonly<Record<string, unknown>>;
  return { ...type, fields: mapped(type.fields ?? {}, (inner, name) => sizedField(given[name], inner)) };
}

const sizedField = (value: unknown, type: ValueType): ValueType =>
  value === undefined ? empty(type) : sizedType(value, type);

function larger(a: ValueType, b: ValueType): ValueType {
  return {
    ...a,
    maxElements: Math.max(a.maxElements, b.maxElements),
    ...(a.element && b.element ? { element: larger(a.element, b.element) } : {}),
    ...(a.fields
      ? { fields: mapped(a.fields, (inner, name) => larger(inner, b.fields?.[name] ?? inner)) }
      : {}),
  };
}

const mapped = (
  fields: Readonly<Record<string, ValueType>>,
  change: (type: ValueType, name: string) => ValueType,
): Readonly<Record<string, ValueType>> =>
  Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, change(type, name)]));
