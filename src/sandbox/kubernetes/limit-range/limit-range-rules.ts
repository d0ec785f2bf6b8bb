import { duplicate, forbiddenField, invalid, required } from '../../apiserver/admission/field-error.ts';
import { type Fields, fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { type Amount, amountOf, formatAmount } from '../resources/amount.ts';
import { goQuantity } from '../resources/go-quantity.ts';

const types = ['Pod', 'Container', 'PersistentVolumeClaim'];

/** @see kubernetes, pkg/apis/core/validation/validation.go, ValidateLimitRange */
export function limitRangeRules(object: KubeObject): FieldError[] {
  const limits = listAt(object, 'spec.limits');
  const given = limits.map((limit) => textAt(limit, 'type'));
  return limits.flatMap((limit, index) => {
    const here = `spec.limits[${index}]`;
    const type = given[index] ?? '';
    return [
      ...(types.includes(type) || type.includes('/')
        ? []
        : [invalid(`${here}.type`, type, 'must be a standard limit type or fully qualified')]),
      ...(given.indexOf(type) < index ? [duplicate(`${here}.type`, type)] : []),
      ...(type === 'Pod'
        ? ['default', 'defaultRequest']
            .filter((field) => Object.keys(fieldsAt(limit, field)).length)
            .map((field) => forbiddenField(`${here}.${field}`, "may not be specified when `type` is 'Pod'"))
        : []),
      ...(type === 'PersistentVolumeClaim' && !storageOf(limit)
        ? [
            required(
              `${here}.limits`,
              'either minimum or maximum storage value is required, but neither was provided',
            ),
          ]
        : []),
      ...resourceNames(limit).flatMap((name) => orderRules(limit, name, here)),
      ...ratioRules(fieldsAt(limit, 'maxLimitRequestRatio'), `${here}.maxLimitRequestRatio`),
    ];
  });
}

const one = 10n ** 9n;

/** A limit is never less than what is asked for. */
function ratioRules(ratios: Fields, here: string): FieldError[] {
  return Object.entries(ratios).flatMap(([name, ratio]) => {
    const amount = amountOf(ratio);
    if (amount.nanos >= one) return [];
    const shown = formatAmount(amount);
    return [invalid(`${here}[${name}]`, goQuantity(shown), `ratio ${shown} is less than 1`)];
  });
}

const storageOf = (limit: unknown): unknown =>
  fieldsAt(limit, 'min').storage ?? fieldsAt(limit, 'max').storage;

const parts = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'];

const resourceNames = (limit: unknown): readonly string[] => [
  ...new Set(parts.flatMap((part) => Object.keys(fieldsAt(limit, part)))),
];

/** What may not be less than what: the smaller, the larger, whose field is at fault, and what they are called. */
const orders: readonly (readonly [small: string, large: string, field: string, shown: string])[] = [
  ['min', 'max', 'min', 'min'],
  ['min', 'defaultRequest', 'defaultRequest', 'defaultRequest'],
  ['defaultRequest', 'max', 'defaultRequest', 'defaultRequest'],
  ['defaultRequest', 'default', 'defaultRequest', 'defaultRequest'],
  ['min', 'default', 'default', 'min'],
  ['default', 'max', 'default', 'max'],
];

const called: Readonly<Record<string, string>> = {
  min: 'min value',
  max: 'max value',
  default: 'default value',
  defaultRequest: 'default request value',
};

function orderRules(limit: unknown, name: string, here: string): FieldError[] {
  const amounts = (part: string): Amount | undefined => {
    const fields: Fields = fieldsAt(limit, part);
    return Object.hasOwn(fields, name) ? amountOf(fields[name]) : undefined;
  };
  return orders.flatMap(([small, large, field, shown]) => {
    const [less, more] = [amounts(small), amounts(large)];
    if (!less || !more || less.nanos <= more.nanos) return [];
    const calledLarge =
      small === 'defaultRequest' && large === 'default' ? 'default limit value' : called[large];
    const detail = `${called[small]} ${formatAmount(less)} is greater than ${calledLarge} ${formatAmount(more)}`;
    const value = goQuantity(formatAmount(amounts(shown) ?? less));
    return [invalid(`${here}.${field}[${name}]`, value, detail)];
  });
}
