import { ageColumn, nameColumn, numberColumn, textColumn, workloadColumns } from './columns.ts';
import { builtIn } from './define.ts';
import { numberAt } from './fields.ts';

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/ */
export const deployment = builtIn({
  group: 'apps',
  kind: 'Deployment',
  plural: 'deployments',
  shortNames: ['deploy'],
  categories: ['all'],
  subresources: ['status', 'scale'],
  columns: [
    nameColumn,
    textColumn(
      'Ready',
      (object) => `${numberAt(object, 'status.readyReplicas')}/${numberAt(object, 'spec.replicas')}`,
    ),
    numberColumn('Up-to-date', 'status.updatedReplicas'),
    numberColumn('Available', 'status.availableReplicas'),
    ageColumn,
    ...workloadColumns,
  ],
});
