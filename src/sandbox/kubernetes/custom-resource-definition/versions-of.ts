import type { DefinitionVersion } from '../../apiserver/custom/definition.ts';
import { listAt } from '../../apiserver/fields.ts';
import type { Schema } from '../../apiserver/schemas/schema.ts';

/** The versions of a definition as the API server decodes them: what is null where an object stands is an empty one. */
export const versionsOf = (definition: unknown): readonly DefinitionVersion[] =>
  listAt(definition, 'spec.versions').map((given) => {
    const version = (given ?? {}) as DefinitionVersion;
    const schema = version.schema?.openAPIV3Schema;
    return schema ? { ...version, schema: { openAPIV3Schema: filled(schema) } } : version;
  });

function filled(given: Schema | null): Schema {
  const schema = given ?? {};
  const { properties, items, additionalProperties, not } = schema;
  const rules = schema['x-kubernetes-validations'];
  const conditions = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((word) =>
    schema[word] ? [[word, schema[word].map(filled)]] : [],
  );
  return {
    ...schema,
    ...Object.fromEntries(conditions),
    ...(properties ? { properties: filledMap(properties) } : {}),
    ...(items ? { items: filled(items) } : {}),
    ...(additionalProperties && typeof additionalProperties === 'object'
      ? { additionalProperties: filled(additionalProperties) }
      : {}),
    ...(not ? { not: filled(not) } : {}),
    ...(rules ? { 'x-kubernetes-validations': rules.map((rule) => rule ?? { rule: '' }) } : {}),
  };
}

const filledMap = (schemas: Readonly<Record<string, Schema>>): Readonly<Record<string, Schema>> =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, filled(schema)]));
