import type { FieldError } from '../kind.ts';
import { ApiError } from '../store/api-error.ts';
import { goValue } from './go-value.ts';

/*
 * Broken rules in the API server's words.
 * See https://pkg.go.dev/k8s.io/apimachinery/pkg/util/validation/field
 */

const error = (reason: string, field: string, body: string, detail = ''): FieldError => ({
  field,
  reason,
  message: `${field}: ${body}${detail ? `: ${detail}` : ''}`,
});

/** A field that must be there isn't. */
export const required = (field: string, detail = ''): FieldError =>
  error('FieldValueRequired', field, 'Required value', detail);

/** A value that breaks a rule; `detail` says which. */
export const invalid = (field: string, value: unknown, detail: string): FieldError =>
  error('FieldValueInvalid', field, `Invalid value: ${goValue(value)}`, detail);

/** A value of a custom resource that has the wrong type. */
export const typeInvalid = (field: string, value: unknown, detail: string): FieldError =>
  error('FieldValueTypeInvalid', field, `Invalid value: ${goValue(value)}`, detail);

/** A value that isn't one of those allowed. */
export function notSupported(field: string, value: unknown, allowed: readonly unknown[]): FieldError {
  const quoted = allowed.map((one) => JSON.stringify(String(one))).join(', ');
  return error(
    'FieldValueNotSupported',
    field,
    `Unsupported value: ${goValue(value)}`,
    `supported values: ${quoted}`,
  );
}

/** A value that may be there only once. */
export const duplicate = (field: string, value: unknown): FieldError =>
  error('FieldValueDuplicate', field, `Duplicate value: ${goValue(value)}`);

/** A field that may not be set, or not be changed, as things are. */
export const forbiddenField = (field: string, detail: string): FieldError =>
  error('FieldValueForbidden', field, 'Forbidden', detail);

/** A text with more than `limit` bytes. */
export const tooLong = (field: string, limit: number): FieldError =>
  error(
    'FieldValueTooLong',
    field,
    'Too long',
    `may not be more than ${limit} ${limit === 1 ? 'byte' : 'bytes'}`,
  );

/** A list or map with more than `limit` entries. */
export const tooMany = (field: string, actual: number, limit: number): FieldError =>
  error(
    'FieldValueTooMany',
    field,
    `Too many: ${actual}`,
    `must have at most ${limit} ${limit === 1 ? 'item' : 'items'}`,
  );

/**
 * The refusal of an object that breaks rules, with one cause for each.
 * @see https://pkg.go.dev/k8s.io/apimachinery/pkg/api/errors#NewInvalid
 */
export function invalidObject(
  { group, kind }: { readonly group: string; readonly kind: string },
  name: string,
  errors: readonly FieldError[],
): ApiError {
  const texts = [...new Set(errors.map(({ message }) => message))];
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const type = group ? `${kind}.${group}` : kind;
  return new ApiError(422, 'Invalid', `${type} "${name}" is invalid: ${list}`, {
    name,
    ...(group ? { group } : {}),
    kind,
    causes: errors.map(({ field, reason, message }) => ({
      reason,
      message: message.slice(field.length + ': '.length),
      field,
    })),
  });
}
