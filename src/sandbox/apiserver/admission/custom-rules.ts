import { brokenCelRules, hasRules } from '../cel/evaluate.ts';
import type { FieldError, Kind } from '../kind.ts';
import type { KubeObject } from '../store/object.ts';
import { invalid } from './field-error.ts';
import { duplicateItems } from './list-rules.ts';
import { metadataRules } from './object-meta-rules.ts';
import { brokenRules } from './schema-rules.ts';

/** Reasons after which the server doesn't look at the rules that go beyond types. */
const blocking = new Set([
  'FieldValueRequired',
  'FieldValueNotSupported',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);

/** What an object of a custom resource breaks: of its metadata, its schema, and its rules where the rest lets them be read. */
export function customErrors(kind: Kind, object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const { schema, definitions } = kind.schemaOf();
  const errors = [
    ...metadataRules(kind, object, old),
    ...brokenRules(schema, { value: object, old, path: '', definitions }),
    ...duplicateItems(object, schema),
  ];
  const isRuled = hasRules(schema, definitions);
  if (!isRuled && !kind.validate) return errors;
  if (errors.some(({ reason }) => blocking.has(reason))) return [...errors, uncheckedRules];
  return [
    ...errors,
    ...brokenCelRules(schema, { value: object, old, path: '', definitions }),
    ...(kind.validate?.(object, old) ?? []),
  ];
}

const uncheckedRules = invalid(
  '<nil>',
  'null',
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);
