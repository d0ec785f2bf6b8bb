import { ageColumn, nameColumn, numberColumn, workloadColumns } from './columns.ts';
import { builtIn } from './define.ts';

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/ */
export const replicaSet = builtIn({
  group: 'apps',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  shortNames: ['rs'],
  categories: ['all'],
  subresources: ['status', 'scale'],
  columns: [
    nameColumn,
    numberColumn('Desired', 'spec.replicas'),
    numberColumn('Current', 'status.replicas'),
    numberColumn('Ready', 'status.readyReplicas'),
    ageColumn,
    ...workloadColumns,
  ],
});
