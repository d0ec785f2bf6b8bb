import { invalid } from '../../apiserver/admission/field-error.ts';
import { goIntOrString } from '../../apiserver/admission/go-value.ts';
import { countRules } from '../../apiserver/admission/number-rules.ts';
import type { FieldError } from '../../apiserver/kind.ts';

const percent = (value: unknown): string => (/^\d+%$/.test(String(value)) ? String(value) : '');

/** A number of pods, or a share of them in percent. */
export function amountRules(value: unknown, path: string): FieldError[] {
  if (typeof value !== 'string' || percent(value)) return countRules(value, path);
  const detail =
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
  return [invalid(path, value, detail)];
}

/** A share is of no more than all. */
export const shareRules = (value: unknown, path: string): FieldError[] =>
  Number.parseInt(percent(value), 10) > 100
    ? [invalid(path, goIntOrString(value), 'must not be greater than 100%')]
    : [];

export const isZero = (value: unknown): boolean => value === 0 || /^0+%$/.test(String(value));
