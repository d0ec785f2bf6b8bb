import type { FieldError } from '../kind.ts';
import type { Schema } from '../schemas/schema.ts';
import { invalid } from './field-error.ts';

/** What a value breaks of the schemas that stand beside its own: all, any, one or none of them must hold. */
export function compositionRules(
  { allOf = [], anyOf = [], oneOf = [], not }: Schema,
  errorsOf: (schema: Schema) => FieldError[],
  path: string,
): FieldError[] {
  const all = allOf.map(errorsOf);
  const any = anyOf.map(errorsOf);
  const one = oneOf.map(errorsOf);
  return [
    ...(any.length && !any.some(isEmpty)
      ? [whole(`${name(path)} must validate at least one schema (anyOf)`), ...closest(any)]
      : []),
    ...(one.length && one.filter(isEmpty).length !== 1 ? oneErrors(one, path) : []),
    ...(all.some((errors) => errors.length) ? [...all.flat(), allError(all, path)] : []),
    ...(not && isEmpty(errorsOf(not)) ? [whole(`${name(path)} must not validate the schema (not)`)] : []),
  ];
}

function oneErrors(errors: readonly FieldError[][], path: string): FieldError[] {
  const valid = errors.filter(isEmpty).length;
  const found = valid ? `Found ${valid} valid alternatives` : 'Found none valid';
  const text = `${name(path)} must validate one and only one schema (oneOf). ${found}`;
  return [whole(text), ...(valid ? [] : closest(errors))];
}

function allError(errors: readonly FieldError[][], path: string): FieldError {
  const none = errors.some(isEmpty) ? '' : '. None validated';
  return whole(`${name(path)} must validate all the schemas (allOf)${none}`);
}

const isEmpty = (errors: readonly FieldError[]): boolean => errors.length === 0;

/** Of several schemas that fail, the one with the fewest reasons is the one that was meant. */
const closest = (errors: readonly FieldError[][]): FieldError[] =>
  errors.reduce<FieldError[]>((best, one) => (one.length < best.length ? one : best), errors[0] ?? []);

const whole = (text: string): FieldError => invalid('<nil>', '', text);

const name = (path: string): string => JSON.stringify(path);
