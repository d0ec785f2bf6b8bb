import { forbiddenField, invalid, required } from '../../apiserver/admission/field-error.ts';
import { at, type Fields, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import { amountOf } from '../resources/amount.ts';
import { goQuantity } from '../resources/go-quantity.ts';

const types = ['Utilization', 'Value', 'AverageValue'];

/** How much of a metric there should be: which numbers are there depends on where it comes from. */
export function targetRules(source: string, target: Fields, path: string): FieldError[] {
  const type = textAt(target, 'type');
  const share = target.averageUtilization;
  return [
    ...(type ? [] : [required(`${path}.type`, 'must specify a metric target type')]),
    ...(types.includes(type)
      ? []
      : [invalid(`${path}.type`, type, 'must be either Utilization, Value, or AverageValue')]),
    ...['value', 'averageValue'].flatMap((field) => positive(at(target, field), `${path}.${field}`)),
    ...(typeof share === 'number' && share < 1
      ? [invalid(`${path}.averageUtilization`, share, 'must be greater than 0')]
      : []),
    ...combinationRules(source, target, path),
  ];
}

const positive = (value: unknown, path: string): FieldError[] =>
  value !== undefined && amountOf(value).nanos <= 0n
    ? [invalid(path, goQuantity(value), 'must be positive')]
    : [];

/** Two numbers of which one has to be there, and for some sources only one. */
function combinationRules(source: string, target: Fields, path: string): FieldError[] {
  const has = (field: string): boolean => target[field] !== undefined;
  const none = (fields: readonly string[], field: string, detail: string): FieldError[] =>
    fields.some(has) ? [] : [required(`${path}.${field}`, detail)];
  const both = (fields: readonly string[], field: string, detail: string): FieldError[] =>
    fields.every(has) ? [forbiddenField(`${path}.${field}`, detail)] : [];
  switch (source) {
    case 'object':
      return none(
        ['value', 'averageValue'],
        'averageValue',
        'must set either a target value or averageValue',
      );
    case 'external':
      return [
        ...none(
          ['value', 'averageValue'],
          'averageValue',
          'must set either a target value for metric or a per-pod target',
        ),
        ...both(
          ['value', 'averageValue'],
          'value',
          'may not set both a target value for metric and a per-pod target',
        ),
      ];
    case 'pods':
      return none(['averageValue'], 'averageValue', 'must specify a positive target averageValue');
    default:
      return [
        ...none(
          ['averageUtilization', 'averageValue'],
          'averageUtilization',
          'must set either a target raw value or a target utilization',
        ),
        ...both(
          ['averageUtilization', 'averageValue'],
          'averageValue',
          'may not set both a target raw value and a target utilization',
        ),
      ];
  }
}
