import type { Schema } from './schema.ts';

/** Anything goes, and nothing of it is taken out. */
const anything: Schema = { 'x-kubernetes-preserve-unknown-fields': true };

/** The schema of a field, or of a map's values; undefined when nobody knows the field, whatever its name. */
export function fieldOf({ properties, additionalProperties }: Schema, name: string): Schema | undefined {
  if (properties && Object.hasOwn(properties, name)) return properties[name];
  if (typeof additionalProperties === 'object') return additionalProperties;
  return additionalProperties === true ? anything : undefined;
}
