import type { Schema } from '../../apiserver/schemas/schema.ts';

type Child = {
  readonly schema: Schema;
  readonly path: string;
  /** What a schema without a type is asked for. */
  readonly untyped: string;
};

const asField = 'must not be empty for specified object fields';

/** The schemas of what a value consists of; those that only add conditions aren't among them. */
export function childrenOf(
  { properties, items, additionalProperties }: Schema,
  path: string,
): readonly Child[] {
  return [
    ...Object.entries(properties ?? {}).map(([name, schema]) => ({
      schema,
      path: `${path}.properties[${name}]`,
      untyped: asField,
    })),
    ...(items
      ? [{ schema: items, path: `${path}.items`, untyped: 'must not be empty for specified array items' }]
      : []),
    ...(typeof additionalProperties === 'object'
      ? [{ schema: additionalProperties, path: `${path}.additionalProperties`, untyped: asField }]
      : []),
  ];
}
