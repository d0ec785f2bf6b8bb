import type { Schema } from './schema.ts';

/** The schema of a field, or of a map's values; undefined when nobody knows the field, whatever its name. */
export const fieldOf = ({ properties, additionalProperties }: Schema, name: string): Schema | undefined =>
  properties && Object.hasOwn(properties, name)
    ? properties[name]
    : typeof additionalProperties === 'object'
      ? additionalProperties
      : undefined;
