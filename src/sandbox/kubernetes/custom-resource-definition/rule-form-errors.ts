import { invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { parsePath } from '../../apiserver/custom/json-path.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import { fieldOf } from '../../apiserver/schemas/field-of.ts';
import type { Schema, ValidationRule } from '../../apiserver/schemas/schema.ts';

const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/** What is wrong with the rules of a schema before their expressions are read. */
export const ruleFormErrors = (schema: Schema, path: string): FieldError[] =>
  (schema['x-kubernetes-validations'] ?? []).flatMap((rule, index) =>
    formErrors(rule, schema, `${path}.x-kubernetes-validations[${index}]`),
  );

function formErrors(rule: ValidationRule, schema: Schema, path: string): FieldError[] {
  const { reason, fieldPath, messageExpression } = rule;
  return [
    ...textErrors(rule, path),
    ...(messageExpression && !messageExpression.trim()
      ? [required(`${path}.messageExpression`, 'messageExpression must be non-empty if specified')]
      : []),
    ...(reason && !reasons.includes(reason) ? [notSupported(`${path}.reason`, reason, reasons)] : []),
    ...(fieldPath ? fieldPathErrors(fieldPath, schema, `${path}.fieldPath`) : []),
  ];
}

const isBroken = (text: string): boolean => /[\n\r]/.test(text);

/** A rule of several lines can't stand in for its message. */
function textErrors({ rule, message = '' }: ValidationRule, path: string): FieldError[] {
  if (!rule?.trim()) return [required(`${path}.rule`, 'rule is not specified')];
  if (message && !message.trim())
    return [invalid(`${path}.message`, message, 'message must be non-empty if specified')];
  if (isBroken(message.trim()))
    return [invalid(`${path}.message`, message, 'message must not contain line breaks')];
  return isBroken(rule.trim()) && !message.trim()
    ? [required(`${path}.message`, 'message must be specified if rule contains line breaks')]
    : [];
}

const fieldPathErrors = (fieldPath: string, schema: Schema, path: string): FieldError[] => [
  ...(fieldPath.trim() ? [] : [invalid(path, fieldPath, 'fieldPath must be non-empty if specified')]),
  ...(isBroken(fieldPath) ? [invalid(path, fieldPath, 'fieldPath must not contain line breaks')] : []),
  ...(leadsSomewhere(fieldPath, schema) ? [] : [invalid(path, fieldPath, 'fieldPath must be a valid path')]),
];

/** Whether the schema has what a path names: fields only, no positions. */
function leadsSomewhere(path: string, schema: Schema): boolean {
  if (!parsePath(path) || !/^[.[]/.test(path)) return false;
  const names = [...path.matchAll(/\.([\w-]+)|\['([^']*)'\]/g)].map(
    ([, plain, quoted]) => plain ?? quoted ?? '',
  );
  return names.reduce<Schema | undefined>((here, name) => here && fieldOf(here, name), schema) !== undefined;
}
