import { ageColumn, nameColumn, numberColumn, textColumn, workloadColumns } from '../../apiserver/columns.ts';
import { fieldsAt, numberAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { defaultTemplate } from '../pod/pod-defaults.ts';
import { templateWarnings } from '../pod/pod-warnings.ts';
import { workloadRules } from '../workload/workload-rules.ts';
import { deadlineRules, strategyRules } from './rolling-update-rules.ts';

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/ */
export const deployment = builtIn({
  group: 'apps',
  kind: 'Deployment',
  default: defaultDeployment,
  warnings: templateWarnings('spec.template'),
  validate: (object, old) => [
    ...workloadRules(object, old, 'deployment'),
    ...strategyRules(object),
    ...deadlineRules(object),
  ],
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

function defaultDeployment(object: KubeObject): KubeObject {
  const spec = fieldsAt(object, 'spec');
  const strategy = { type: 'RollingUpdate', ...fieldsAt(spec, 'strategy') };
  return {
    ...object,
    spec: {
      progressDeadlineSeconds: 600,
      replicas: 1,
      revisionHistoryLimit: 10,
      ...spec,
      strategy:
        strategy.type === 'RollingUpdate'
          ? {
              ...strategy,
              rollingUpdate: {
                maxSurge: '25%',
                maxUnavailable: '25%',
                ...fieldsAt(strategy, 'rollingUpdate'),
              },
            }
          : strategy,
      template: defaultTemplate(fieldsAt(spec, 'template')),
    },
  };
}
