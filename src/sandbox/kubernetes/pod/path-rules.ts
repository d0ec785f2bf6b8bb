import { invalid } from '../../apiserver/admission/field-error.ts';
import type { FieldError } from '../../apiserver/kind.ts';

/** A path that leads to nowhere above where it begins. */
export const backstepRules = (path: string, field: string): FieldError[] =>
  path.split('/').includes('..') ? [invalid(field, path, "must not contain '..'")] : [];

/** A path below a folder. */
export function relativePathRules(path: string, field: string): FieldError[] {
  return [
    ...(path.startsWith('/') ? [invalid(field, path, 'must be a relative path')] : []),
    ...backstepRules(path, field),
  ];
}
