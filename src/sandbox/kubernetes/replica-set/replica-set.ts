import { ageColumn, nameColumn, numberColumn, workloadColumns } from '../../apiserver/columns.ts';
import { fieldsAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { defaultTemplate } from '../pod/pod-defaults.ts';
import { templateWarnings } from '../pod/pod-warnings.ts';
import { workloadRules } from '../workload/workload-rules.ts';

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/ */
export const replicaSet = builtIn({
  group: 'apps',
  kind: 'ReplicaSet',
  selectable: ['status.replicas'],
  default: defaultReplicaSet,
  warnings: templateWarnings('spec.template'),
  validate: (object, old) => workloadRules(object, old, 'deployment'),
  columns: [
    nameColumn,
    numberColumn('Desired', 'spec.replicas'),
    numberColumn('Current', 'status.replicas'),
    numberColumn('Ready', 'status.readyReplicas'),
    ageColumn,
    ...workloadColumns,
  ],
});

function defaultReplicaSet(object: KubeObject): KubeObject {
  const spec = fieldsAt(object, 'spec');
  return { ...object, spec: { replicas: 1, ...spec, template: defaultTemplate(fieldsAt(spec, 'template')) } };
}
