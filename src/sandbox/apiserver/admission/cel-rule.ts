import type { FieldError } from '../kind.ts';
import { invalid } from './field-error.ts';

/**
 * A broken rule of a custom resource that its schema's types can't say. The API server shows the type of the value,
 * not the value. An empty list when the rule is kept.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
 */
export const celRule = (
  kept: boolean,
  field: string,
  type: 'array' | 'object' | 'string' | 'integer',
  message: string,
): FieldError[] => (kept ? [] : [invalid(field, type, message)]);

/** Whether all keys are different. */
export const areUnique = (keys: readonly unknown[]): boolean => new Set(keys).size === keys.length;
