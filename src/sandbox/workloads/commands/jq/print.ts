import type { Json } from './ast.ts';
import { isList, isObject, keysOf } from './values.ts';

type Style = { readonly texts: boolean; readonly sorts: boolean; readonly indent: string };

/** A value as jq prints it. */
export const print = (value: Json, style: Style): string =>
  style.texts && typeof value === 'string' ? value : json(value, style, '');

function json(value: Json, style: Style, margin: string): string {
  const { indent, sorts } = style;
  const inner = `${margin}${indent}`;
  const [open, close, after] = indent ? [`\n${inner}`, `\n${margin}`, `,\n${inner}`] : ['', '', ','];
  if (isList(value)) {
    if (!value.length) return '[]';
    return `[${open}${value.map((one) => json(one, style, inner)).join(after)}${close}]`;
  }
  if (!isObject(value)) return JSON.stringify(value);
  const keys = sorts ? keysOf(value) : Object.keys(value);
  if (!keys.length) return '{}';
  const fields = keys.map(
    (key) => `${JSON.stringify(key)}:${indent ? ' ' : ''}${json(value[key] ?? null, style, inner)}`,
  );
  return `{${open}${fields.join(after)}${close}}`;
}
