import { duplicate, forbiddenField, invalid, required } from '../admission/field-error.ts';
import { isEqual } from '../equal.ts';
import { isFields } from '../fields.ts';
import type { FieldError } from '../kind.ts';
import { fieldOf } from '../schemas/field-of.ts';
import { type Definitions, resolved, type Schema } from '../schemas/schema.ts';
import { type CompiledRule, compileRule, type Variables } from './compile.ts';
import { type EvaluationBudget, startEvaluations } from './cost/evaluation-budget.ts';
import { dynType, type ValueType, valueTypeOf } from './cost/value-type.ts';
import { celLibrary } from './library.ts';
import { celValue } from './values.ts';

/** A value, the one it takes the place of, and where it is. */
type Place = {
  readonly value: unknown;
  /** Undefined where there was none, or where nobody can say which it was. */
  readonly old: unknown;
  readonly path: string;
  readonly definitions: Definitions;
};

/** A place in an object whose rules have a budget together. */
type Within = Place & { readonly spend: EvaluationBudget };

/** The rules of a schema, ready to use, and the type of what they are for. */
type Rules = { readonly rules: readonly CompiledRule[]; readonly type: ValueType };

const compiled = new WeakMap<Schema, Rules>();
const ruled = new WeakMap<Schema, boolean>();

/** Whether a schema has rules, at its top or anywhere below. */
export function hasRules(schema: Schema, definitions: Definitions): boolean {
  const known = ruled.get(schema);
  if (known !== undefined) return known;
  // A schema that leads to itself has no more rules the second time.
  ruled.set(schema, false);
  const { properties, items, additionalProperties } = resolved(schema, definitions);
  const found =
    Boolean(schema['x-kubernetes-validations']?.length) ||
    [...Object.values(properties ?? {}), items, additionalProperties].some(
      (inner) => typeof inner === 'object' && hasRules(inner, definitions),
    );
  ruled.set(schema, found);
  return found;
}

/**
 * The rules of a schema that a value breaks, from the outside in.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
 */
export const brokenCelRules = (schema: Schema, place: Place): FieldError[] =>
  brokenWithin(schema, { ...place, spend: startEvaluations() });

function brokenWithin(given: Schema, place: Within): FieldError[] {
  if (!hasRules(given, place.definitions)) return [];
  const schema = resolved(given, place.definitions);
  const { value } = place;
  if (value === null || value === undefined) return [];
  const own = ownErrors(schema, place);
  if (Array.isArray(value)) return [...own, ...itemErrors(value, schema, place)];
  return isFields(value) ? [...own, ...fieldErrors(value, schema, place)] : own;
}

function rulesOf(schema: Schema, path: string): Rules {
  const known = compiled.get(schema);
  if (known) return known;
  const type = valueTypeOf(schema, path === '' || schema['x-kubernetes-embedded-resource'] === true);
  const rules = (schema['x-kubernetes-validations'] ?? []).map(compileRule);
  const made = { rules, type: type ?? dynType };
  compiled.set(schema, made);
  return made;
}

function ownErrors(schema: Schema, place: Within): FieldError[] {
  if (!schema['x-kubernetes-validations']?.length) return [];
  const { rules, type } = rulesOf(schema, place.path);
  const { value, old, spend } = place;
  const isSame = old !== undefined && isEqual(value, old);
  const self = celValue(value, schema);
  const oldSelf = old === undefined ? undefined : celValue(old, schema);
  return rules.flatMap((rule) => {
    if (rule.isTransition ? old === undefined : isSame) return [];
    spend(rule, type, self);
    return errorsOf(rule, schema, place.path || '<nil>', { self, ...oldVariable(rule, oldSelf) });
  });
}

function oldVariable({ rule }: CompiledRule, oldSelf: unknown): Partial<Variables> {
  if (!rule.optionalOldSelf) return oldSelf === undefined ? {} : { oldSelf };
  const { Optional } = celLibrary();
  return { oldSelf: oldSelf === undefined ? Optional.none() : Optional.of(oldSelf) };
}

function errorsOf(
  compiledRule: CompiledRule,
  schema: Schema,
  path: string,
  variables: Variables,
): FieldError[] {
  const { rule, holds } = compiledRule;
  const type = schema.type ?? 'integer,string';
  try {
    const result = holds(variables);
    return result === true ? [] : [broken(compiledRule, { type, path, variables })];
  } catch (error) {
    return [invalid(path, type, evaluationText(error, rule.message?.trim() || rule.rule.trim()))];
  }
}

type Breach = { readonly type: string; readonly path: string; readonly variables: Variables };

function broken(compiledRule: CompiledRule, { type, path, variables }: Breach): FieldError {
  const { rule } = compiledRule;
  const field = rule.fieldPath ? `${path}${rule.fieldPath}`.replace(/^(<nil>)?\./, '') : path;
  const detail = messageOf(compiledRule, variables);
  switch (rule.reason) {
    case 'FieldValueForbidden':
      return forbiddenField(field, detail);
    case 'FieldValueRequired':
      return required(field, detail);
    case 'FieldValueDuplicate':
      return duplicate(field, type);
    default:
      return invalid(field, type, detail);
  }
}

/** A message that can't be computed, or is none, gives way to the plain one. */
function messageOf({ rule, messageOf }: CompiledRule, variables: Variables): string {
  const plain = rule.message?.trim() || `failed rule: ${rule.rule.trim()}`;
  if (!messageOf) return plain;
  try {
    const text = messageOf(variables);
    return typeof text === 'string' && text.trim() && !text.includes('\n') ? text.trim() : plain;
  } catch {
    return plain;
  }
}

function evaluationText(error: unknown, rule: string): string {
  const [text = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const lower = text
    .replace(/^No such key: (index out of bounds)/, '$1')
    .replace(/^No such key/, 'no such key');
  return /^no (such|matching) overload|^found no matching overload/.test(lower)
    ? `'${lower}': call arguments did not match a supported operator, function or macro signature for rule: ${rule}`
    : `${lower} evaluating rule: ${rule}`;
}

/** Items of a list are the same ones only where keys tell them apart. */
function itemErrors(items: readonly unknown[], schema: Schema, place: Within): FieldError[] {
  const keys = schema['x-kubernetes-list-type'] === 'map' ? schema['x-kubernetes-list-map-keys'] : undefined;
  const before = keys && Array.isArray(place.old) ? place.old : [];
  const identity = (item: unknown) =>
    JSON.stringify(keys?.map((key) => (isFields(item) ? item[key] : undefined)));
  const olds = new Map(before.map((item) => [identity(item), item]));
  return items.flatMap((value, index) =>
    brokenWithin(schema.items ?? {}, {
      ...place,
      value,
      old: keys ? olds.get(identity(value)) : undefined,
      path: `${place.path}[${index}]`,
    }),
  );
}

function fieldErrors(fields: Readonly<Record<string, unknown>>, schema: Schema, place: Within): FieldError[] {
  const { path } = place;
  const before = isFields(place.old) ? place.old : {};
  return Object.entries(fields).flatMap(([name, value]) => {
    const field = fieldOf(schema, name);
    if (!field) return [];
    const isDeclared = schema.properties !== undefined && Object.hasOwn(schema.properties, name);
    const here = isDeclared ? (path ? `${path}.${name}` : name) : `${path}[${name}]`;
    return brokenWithin(field, { ...place, value, old: before[name], path: here });
  });
}
