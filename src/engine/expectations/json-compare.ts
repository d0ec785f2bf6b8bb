import type { Json } from '../model/json.ts';
import { isList, isMap } from './json-map.ts';
import { compareNumbers, isNumber, isSameScalar } from './json-number.ts';

/** How two values are compared; larger and smaller are numbers only. */
export type Sign = '=' | '!=' | '>=' | '<=' | '>' | '<';

/** Whether a value stands so to another one. */
export function compares(value: Json, sign: Sign, other: Json): boolean {
  if (sign === '=') return isEqual(value, other);
  if (sign === '!=') return !isEqual(value, other);
  if (!isNumber(value) || !isNumber(other)) return false;
  const order = compareNumbers(value, other);
  if (order === 0) return sign === '>=' || sign === '<=';
  return order < 0 === sign.startsWith('<');
}

/** Whether two values are the same, keys in any order. */
function isEqual(one: Json, other: Json): boolean {
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((item, index) => isEqual(item, other[index] ?? null));
  }
  if (!isMap(one) || !isMap(other)) return isSameScalar(one, other);
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key] ?? null, other[key] ?? null))
  );
}
