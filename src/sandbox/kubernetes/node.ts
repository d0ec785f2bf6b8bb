import { ageColumn, conditionStatus, nameColumn, textColumn, wide } from '../apiserver/columns.ts';
import { at, listAt, textAt } from '../apiserver/fields.ts';
import type { KubeObject } from '../apiserver/store/object.ts';
import { builtIn } from './define.ts';

const rolePrefix = 'node-role.kubernetes.io/';

/** @see https://kubernetes.io/docs/concepts/architecture/nodes/ */
export const node = builtIn({
  kind: 'Node',
  countsGenerations: false,
  selectable: ['spec.unschedulable'],
  columns: [
    nameColumn,
    textColumn('Status', readiness),
    textColumn('Roles', roles),
    ageColumn,
    textColumn('Version', (object) => textAt(object, 'status.nodeInfo.kubeletVersion')),
    wide(textColumn('Internal-IP', (object) => address(object, 'InternalIP'))),
    wide(textColumn('External-IP', (object) => address(object, 'ExternalIP'))),
    wide(textColumn('OS-Image', (object) => info(object, 'osImage'))),
    wide(textColumn('Kernel-Version', (object) => info(object, 'kernelVersion'))),
    wide(textColumn('Container-Runtime', (object) => info(object, 'containerRuntimeVersion'))),
  ],
});

function readiness(object: KubeObject): string {
  const ready = conditionStatus(object, 'Ready');
  const status = ready ? (ready === 'True' ? 'Ready' : 'NotReady') : 'Unknown';
  return at(object, 'spec.unschedulable') === true ? `${status},SchedulingDisabled` : status;
}

function roles({ metadata: { labels = {} } }: KubeObject): string {
  const found = Object.entries(labels).flatMap(([key, value]) => {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) return [key.slice(rolePrefix.length)];
    return key === 'kubernetes.io/role' && value ? [value] : [];
  });
  return [...new Set(found)].sort().join(',') || '<none>';
}

const address = (object: KubeObject, type: string): string =>
  textAt(
    listAt(object, 'status.addresses').find((entry) => at(entry, 'type') === type),
    'address',
  ) || '<none>';

const info = (object: KubeObject, field: string): string =>
  textAt(object, `status.nodeInfo.${field}`) || '<unknown>';
