import type { Fields } from '../../apiserver/fields.ts';
import { type Amount, amountOf, formatAmount, larger, plus } from './amount.ts';

/** Amounts by the name of their resource: `cpu`, `requests.memory`. */
export type ResourceList = ReadonlyMap<string, Amount>;

export const resourceList = (fields: Fields): ResourceList =>
  new Map(Object.entries(fields).map(([name, text]) => [name, amountOf(text)]));

/** As an object shows it. */
export const formatList = (list: ResourceList): Readonly<Record<string, string>> =>
  Object.fromEntries([...list].map(([name, amount]) => [name, formatAmount(amount)]));

/** What is in any of two lists, put together where it is in both. */
const merged = (a: ResourceList, b: ResourceList, join: (a: Amount, b: Amount) => Amount): ResourceList =>
  new Map([
    ...a,
    ...[...b].map(([name, amount]): [string, Amount] => {
      const known = a.get(name);
      return [name, known ? join(known, amount) : amount];
    }),
  ]);

export const sum = (a: ResourceList, b: ResourceList): ResourceList => merged(a, b, plus);
export const maximum = (a: ResourceList, b: ResourceList): ResourceList => merged(a, b, larger);

/** Only the resources of these names. */
export const only = (list: ResourceList, names: ReadonlySet<string>): ResourceList =>
  new Map([...list].filter(([name]) => names.has(name)));

/** `cpu=1,pods=2`, by name. */
export const printList = (list: ResourceList): string =>
  [...list]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, amount]) => `${name}=${formatAmount(amount)}`)
    .join(',');
