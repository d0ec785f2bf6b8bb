import { prune } from '../../apiserver/admission/decode.ts';
import { forbiddenField, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { brokenRules } from '../../apiserver/admission/schema-rules.ts';
import { isEqual } from '../../apiserver/equal.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import { regularExpression } from '../../apiserver/schemas/regular-expression.ts';
import type { Schema } from '../../apiserver/schemas/schema.ts';
import { ruleFormErrors } from './rule-form-errors.ts';
import { childrenOf } from './schema-children.ts';
import { validationErrors } from './validation-errors.ts';

/**
 * What keeps a schema from being structural, and the rules that can't be read or cost too much. Of one that is
 * `isUnchanged`, single rules may cost what they do.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function schemaErrors(schema: Schema, path: string, isUnchanged: boolean): FieldError[] {
  // Only a missing type is said with the rest.
  const isOther = schema.type !== undefined && schema.type !== 'object';
  if (isOther) return [invalid(`${path}.type`, schema.type, 'must be object at the root')];
  const first = [...basicErrors(schema, path)];
  if (first.length) return first;
  const root = schema.additionalProperties
    ? [forbiddenField(`${path}.additionalProperties`, 'must not be used at the root')]
    : [];
  const structural = [...root, ...structuralErrors(schema, path, atRoot)];
  return structural.length ? structural : validationErrors(schema, path, isUnchanged);
}

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** What the server looks at before it asks whether the schema is structural. */
function basicErrors(schema: Schema, path: string): FieldError[] {
  const { type, uniqueItems, pattern } = schema;
  const list = schema['x-kubernetes-list-type'];
  const map = schema['x-kubernetes-map-type'];
  return [
    ...(type && !types.includes(type) ? [notSupported(`${path}.type`, type, types)] : []),
    ...(schema.$ref ? [forbiddenField(`${path}.$ref`, '$ref is not supported')] : []),
    ...(uniqueItems
      ? [
          forbiddenField(
            `${path}.uniqueItems`,
            'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
          ),
        ]
      : []),
    ...(pattern === undefined ? [] : patternErrors(pattern, `${path}.pattern`)),
    ...(list && !['atomic', 'set', 'map'].includes(list)
      ? [notSupported(`${path}.x-kubernetes-list-type`, list, ['atomic', 'set', 'map'])]
      : []),
    ...(map && !['atomic', 'granular'].includes(map)
      ? [notSupported(`${path}.x-kubernetes-map-type`, map, ['atomic', 'granular'])]
      : []),
    ...(schema['x-kubernetes-preserve-unknown-fields'] === false
      ? [invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined')]
      : []),
    ...listTypeErrors(schema, path),
    ...ruleFormErrors(schema, path),
    ...childrenOf(schema, path).flatMap(({ schema: inner, path: here }) => basicErrors(inner, here)),
  ];
}

function patternErrors(pattern: string, path: string): FieldError[] {
  try {
    regularExpression(pattern);
    return [];
  } catch (error) {
    const problem = (error as Error).message.replace(/^Invalid regular expression: /, '');
    return [
      invalid(
        path,
        pattern,
        `must be a valid regular expression, but isn't: error parsing regexp: ${problem}`,
      ),
    ];
  }
}

function listTypeErrors(schema: Schema, path: string): FieldError[] {
  const list = schema['x-kubernetes-list-type'];
  if (!list) return [];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const typeErrors =
    schema.type === 'array'
      ? []
      : [invalid(`${path}.type`, schema.type ?? '', 'must be array if x-kubernetes-list-type is specified')];
  if (list !== 'map') return typeErrors;
  return [
    ...typeErrors,
    ...(keys.length
      ? []
      : [
          required(
            `${path}.x-kubernetes-list-map-keys`,
            'must not be empty if x-kubernetes-list-type is map',
          ),
        ]),
    ...(schema.items
      ? itemErrors(schema.items, keys, path)
      : [required(`${path}.items`, 'must have a schema if x-kubernetes-list-type is map')]),
  ];
}

function itemErrors(items: Schema, keys: readonly string[], path: string): FieldError[] {
  const { properties = {}, required: needed = [], type = '' } = items;
  const missing = keys.filter((key) => !Object.hasOwn(properties, key));
  const shown = new GoText(`[]string{${keys.map((key) => JSON.stringify(key)).join(', ')}}`);
  const asks =
    'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property';
  return [
    ...(type === 'object'
      ? []
      : [
          invalid(
            `${path}.items.type`,
            type,
            "must be object if parent array's x-kubernetes-list-type is map",
          ),
        ]),
    ...(missing.length && type === 'object'
      ? [invalid(`${path}.x-kubernetes-list-map-keys`, shown, 'entries must all be names of item properties')]
      : []),
    ...keys
      .filter((key) => properties[key] && properties[key].default === undefined && !needed.includes(key))
      .map((key) => required(`${path}.items.properties[${key}].default`, asks)),
  ];
}

const atRoot = 'must not be empty at the root';

function structuralErrors(schema: Schema, path: string, untyped: string): FieldError[] {
  const isFree =
    schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  return [
    ...(!schema.type && !isFree ? [required(`${path}.type`, untyped)] : []),
    ...(schema.type === 'array' && !schema.items ? [required(`${path}.items`, 'must be specified')] : []),
    ...embeddedErrors(schema, path),
    ...conditionErrors(schema, path),
    ...defaultErrors(schema, path),
    ...childrenOf(schema, path).flatMap((child) => structuralErrors(child.schema, child.path, child.untyped)),
  ];
}

function embeddedErrors(schema: Schema, path: string): FieldError[] {
  const isBare =
    schema['x-kubernetes-embedded-resource'] &&
    !schema['x-kubernetes-preserve-unknown-fields'] &&
    !Object.keys(schema.properties ?? {}).length;
  const text =
    'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
  return isBare ? [required(`${path}.properties`, text)] : [];
}

/** Conditions may look at values, but say nothing of what they are. */
function conditionErrors(schema: Schema, path: string): FieldError[] {
  const conditions = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((word) =>
    (schema[word] ?? []).map((inner, index) => ({ inner, here: `${path}.${word}[${index}]` })),
  );
  const all = [...conditions, ...(schema.not ? [{ inner: schema.not, here: `${path}.not` }] : [])];
  if (schema['x-kubernetes-int-or-string']) return [];
  return all.flatMap(({ inner, here }) => bareErrors(inner, here));
}

function bareErrors(schema: Schema, path: string): FieldError[] {
  const forbidden = (['type', 'default', 'description'] as const).filter(
    (field) => schema[field] !== undefined,
  );
  return [
    ...forbidden.map((field) => forbiddenField(`${path}.${field}`, 'must be empty to be structural')),
    ...childrenOf(schema, path).flatMap(({ schema: inner, path: here }) => bareErrors(inner, here)),
    ...conditionErrors(schema, path),
  ];
}

function defaultErrors(schema: Schema, path: string): FieldError[] {
  const { default: value } = schema;
  if (value === undefined || value === null) return [];
  const here = `${path}.default`;
  const unknown: string[] = [];
  const pruned = prune(value, schema, unknown);
  if (unknown.length || !isEqual(pruned, value))
    return [invalid(here, value, 'must not have unknown fields')];
  // The server tells the place of the schema and leaves that of the value empty.
  return brokenRules(schema, { value, path: '', definitions: {} }).map(({ message, ...error }) => ({
    ...error,
    field: here,
    message: `${here}${message}`,
  }));
}
