import { ageColumn, nameColumn, textColumn } from '../../apiserver/columns.ts';
import { fieldsAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { quotaRules } from './quota-rules.ts';

/** @see https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
export const resourceQuota = builtIn({
  kind: 'ResourceQuota',
  countsGenerations: false,
  validate: quotaRules,
  columns: [
    nameColumn,
    textColumn('Request', (object) => usage(object, (name) => !name.startsWith('limits.'))),
    textColumn('Limit', (object) => usage(object, (name) => name.startsWith('limits.'))),
    ageColumn,
  ],
});

function usage(object: KubeObject, isShown: (name: string) => boolean): string {
  const used = fieldsAt(object, 'status.used');
  return Object.entries(fieldsAt(object, 'status.hard'))
    .filter(([name]) => isShown(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hard]) => `${name}: ${used[name] ?? 0}/${hard}`)
    .join(', ');
}
