import type { FieldError } from '../kind.ts';
import { regularExpression } from '../schemas/regular-expression.ts';
import type { Schema } from '../schemas/schema.ts';
import { invalid, tooLong } from './field-error.ts';
import { hasFormat } from './string-formats.ts';

/** What a text breaks of its schema. */
export function stringRules(value: string, schema: Schema, path: string): FieldError[] {
  const { minLength = 0, maxLength, pattern, format } = schema;
  const length = [...value].length;
  const formatErrors =
    format && !hasFormat(value, format)
      ? [invalid(path, value, `${path} in body must be of type ${format}: ${JSON.stringify(value)}`)]
      : [];
  // Of length and pattern, the server tells the first that is broken.
  if (maxLength !== undefined && length > maxLength) return [tooLong(path, maxLength), ...formatErrors];
  if (length < minLength)
    return [
      invalid(path, value, `${path} in body should be at least ${minLength} chars long`),
      ...formatErrors,
    ];
  if (pattern !== undefined && !regularExpression(pattern).test(value))
    return [invalid(path, value, `${path} in body should match '${pattern}'`), ...formatErrors];
  return formatErrors;
}

/** What a number breaks of its schema. */
export function numberRules(value: number, schema: Schema, path: string): FieldError[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format } = schema;
  const rule = (isBroken: boolean, text: string): FieldError[] =>
    isBroken ? [invalid(path, value, `${path} in body should be ${text}`)] : [];
  const isOver = maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum);
  const isUnder = minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum);
  return [
    ...rule(multipleOf !== undefined && !Number.isInteger(value / multipleOf), `a multiple of ${multipleOf}`),
    ...rule(isOver, `less than ${exclusiveMaximum ? '' : 'or equal to '}${maximum}`),
    ...rule(isUnder, `greater than ${exclusiveMinimum ? '' : 'or equal to '}${minimum}`),
    ...(format === 'int32' && (value < -(2 ** 31) || value >= 2 ** 31)
      ? [invalid(path, value, `Checked value must be of type integer with format int32 in ${path}: ${value}`)]
      : []),
  ];
}
