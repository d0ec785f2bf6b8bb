import { ageColumn, formatLabels, nameColumn, numberColumn, textColumn, workloadColumns } from './columns.ts';
import { builtIn } from './define.ts';
import { at } from './fields.ts';

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/ */
export const daemonSet = builtIn({
  group: 'apps',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  shortNames: ['ds'],
  categories: ['all'],
  subresources: ['status'],
  columns: [
    nameColumn,
    numberColumn('Desired', 'status.desiredNumberScheduled'),
    numberColumn('Current', 'status.currentNumberScheduled'),
    numberColumn('Ready', 'status.numberReady'),
    numberColumn('Up-to-date', 'status.updatedNumberScheduled'),
    numberColumn('Available', 'status.numberAvailable'),
    textColumn('Node Selector', (object) => formatLabels(at(object, 'spec.template.spec.nodeSelector'))),
    ageColumn,
    ...workloadColumns,
  ],
});
