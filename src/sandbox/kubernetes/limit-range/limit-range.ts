import { nameColumn, textColumn } from '../../apiserver/columns.ts';
import { type Fields, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { limitRangeRules } from './limit-range-rules.ts';

/** @see https://kubernetes.io/docs/concepts/policy/limit-range/ */
export const limitRange = builtIn({
  kind: 'LimitRange',
  countsGenerations: false,
  default: defaultLimitRange,
  validate: limitRangeRules,
  columns: [nameColumn, textColumn('Created At', ({ metadata }) => metadata.creationTimestamp ?? '')],
});

function defaultLimitRange(object: KubeObject): KubeObject {
  const spec = fieldsAt(object, 'spec');
  return { ...object, spec: { ...spec, limits: listAt(spec, 'limits').map(defaultLimit) } };
}

/** Of containers the limit is the maximum unless said otherwise, and the request the limit, or else the minimum. */
function defaultLimit(limit: unknown): unknown {
  if (!isFields(limit) || textAt(limit, 'type') !== 'Container') return limit;
  const limits: Fields = { ...fieldsAt(limit, 'max'), ...fieldsAt(limit, 'default') };
  const requests: Fields = { ...fieldsAt(limit, 'min'), ...limits, ...fieldsAt(limit, 'defaultRequest') };
  return {
    ...limit,
    ...(Object.keys(limits).length ? { default: limits } : {}),
    ...(Object.keys(requests).length ? { defaultRequest: requests } : {}),
  };
}
