import { textAt } from '../fields.ts';
import type { FieldError } from '../kind.ts';
import { invalid, required } from './field-error.ts';
import { pathSegmentProblems } from './names.ts';

/** The kind and the name of another object: both have to be there, and have to fit into a URL. */
export const referenceRules = (reference: unknown, path: string): FieldError[] =>
  ['kind', 'name'].flatMap((name) => {
    const value = textAt(reference, name);
    const field = `${path}.${name}`;
    return value
      ? pathSegmentProblems(value).map((problem) => invalid(field, value, problem))
      : [required(field)];
  });
