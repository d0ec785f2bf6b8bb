import { fieldsAt } from '../../apiserver/fields.ts';
import { type Amount, formatAmount, numberOf } from '../resources/amount.ts';
import { type ResourceList, resourceList } from '../resources/resource-list.ts';

/** What is held to a limit: a container, a pod, a claim. */
type Subject = { readonly type: string; readonly requests: ResourceList; readonly limits: ResourceList };

/** What of a limit is broken, in the API server's words, resource after resource. */
export function brokenConstraints(limit: unknown, subject: Subject): readonly string[] {
  const each = (field: string, check: Check): readonly string[] =>
    [...resourceList(fieldsAt(limit, field))]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, bound]) => check(name, bound, subject) ?? []);
  return [
    ...each('min', belowMinimum),
    ...each('max', aboveMaximum),
    ...each('maxLimitRequestRatio', aboveRatio),
  ];
}

type Check = (name: string, bound: Amount, subject: Subject) => string | undefined;

const belowMinimum: Check = (name, bound, { type, requests, limits }) => {
  const [request, limit] = [requests.get(name), limits.get(name)];
  const start = `minimum ${name} usage per ${type} is ${formatAmount(bound)}`;
  if (!request) return `${start}.  No request is specified`;
  if (request.nanos < bound.nanos) return `${start}, but request is ${formatAmount(request)}`;
  return limit && limit.nanos < bound.nanos ? `${start}, but limit is ${formatAmount(limit)}` : undefined;
};

const aboveMaximum: Check = (name, bound, { type, requests, limits }) => {
  const [request, limit] = [requests.get(name), limits.get(name)];
  const isClaim = type === 'PersistentVolumeClaim';
  const start = `maximum ${name} usage per ${type} is ${formatAmount(bound)}`;
  if (!limit) return `${start}.  No ${isClaim ? 'request' : 'limit'} is specified`;
  if (limit.nanos > bound.nanos)
    return `${start}, but ${isClaim ? 'request' : 'limit'} is ${formatAmount(limit)}`;
  return request && request.nanos > bound.nanos
    ? `${start}, but request is ${formatAmount(request)}`
    : undefined;
};

const aboveRatio: Check = (name, bound, { type, requests, limits }) => {
  const [request, limit] = [requests.get(name), limits.get(name)];
  const start = `${name} max limit to request ratio per ${type} is ${formatAmount(bound)}`;
  if (!request?.nanos) return `${start}, but no request is specified or request is 0`;
  if (!limit?.nanos) return `${start}, but no limit is specified or limit is 0`;
  const ratio = numberOf(limit) / numberOf(request);
  return ratio > numberOf(bound) ? `${start}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
};
