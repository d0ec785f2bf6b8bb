import type { Schema, ValidationRule } from '../../../apiserver/schemas/schema.ts';

/**
 * A rule in CEL, the message of who breaks it, and where it stands: field names from the object on, `[]` for the items
 * of a list and `{}` for the values of a map.
 */
export type RuleAt = {
  readonly at: readonly string[];
  readonly rule: string;
  readonly message: string;
};

/** The schema with the rules that stand at `places`, each at its own. @throws Error for a place that isn't there */
export function withRules(schema: Schema, rules: readonly RuleAt[]): Schema {
  return rules.reduce(
    (ruled, { at, ...rule }) => at.reduce((one, place) => withRule(one, stepsOf(place), rule), ruled),
    schema,
  );
}

const stepsOf = (place: string): readonly string[] =>
  place.replaceAll('[]', '.[]').replaceAll('{}', '.{}').split('.');

function withRule(schema: Schema, [step, ...rest]: readonly string[], rule: ValidationRule): Schema {
  if (step === undefined)
    return { ...schema, 'x-kubernetes-validations': [...(schema['x-kubernetes-validations'] ?? []), rule] };
  const { items, additionalProperties: values, properties } = schema;
  if (step === '[]' && items) return { ...schema, items: withRule(items, rest, rule) };
  if (step === '{}' && typeof values === 'object')
    return { ...schema, additionalProperties: withRule(values, rest, rule) };
  const field = properties?.[step];
  if (!field) throw new Error(`no field ${[step, ...rest].join('.')} for the rule: ${rule.message}`);
  return { ...schema, properties: { ...properties, [step]: withRule(field, rest, rule) } };
}
