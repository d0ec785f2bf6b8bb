import { isList, isMap } from '../expectations/json-map.ts';
import { isSameScalar } from '../expectations/json-number.ts';
import type { Json } from '../model/json.ts';
import { holed } from './align-field.ts';
import { movingBetween } from './moving.ts';
import { textOf } from './pieces.ts';
import { printedFields } from './printed-field.ts';

/** A value with holes for what will be another next time, by its form or by what stood in its place in other documents. */
export function holedJson(value: Json, others: readonly Json[]): Json {
  if (typeof value === 'string') return holedText(value, others);
  if (isList(value)) {
    const same = others.filter((other) => isList(other) && other.length === value.length);
    return value.map((item, at) =>
      holedJson(
        item,
        same.map((other) => (isList(other) ? (other[at] ?? null) : null)),
      ),
    );
  }
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, item]) => [
      key,
      holedJson(
        item,
        others.flatMap((other) => (isMap(other) && Object.hasOwn(other, key) ? [other[key] ?? null] : [])),
      ),
    ]);
    return Object.fromEntries(entries) as Json;
  }
  return others.every((other) => isSameScalar(value, other)) ? value : '...';
}

/** A text with holes; one of several lines, or with blanks that count, has none but as a whole. */
export function holedText(text: string, others: readonly Json[]): string {
  const before = others.filter((other) => typeof other === 'string');
  if (before.length < others.length) return '...';
  if (/\n/.test(text)) return before.every((other) => other === text) ? text : '...';
  const moving = movingBetween(
    [text],
    before.map((other) => [other]),
  );
  if (moving(text).length === 0) return text;
  const blanks = text.split(/\S+/);
  const fields = printedFields(text, moving);
  const parts = fields.map((field, at) => `${blanks[at] ?? ''}${textOf(holed(field))}`);
  return `${parts.join('')}${blanks.at(-1) ?? ''}`;
}
