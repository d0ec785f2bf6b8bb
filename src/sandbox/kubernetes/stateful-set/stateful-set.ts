import { labelNameProblems } from '../../apiserver/admission/names.ts';
import { ageColumn, nameColumn, textColumn, workloadColumns } from '../../apiserver/columns.ts';
import { fieldsAt, isFields, listAt, numberAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { defaultClaimSpec } from '../persistent-volume-claim/claim-defaults.ts';
import { defaultTemplate } from '../pod/pod-defaults.ts';
import { templateWarnings } from '../pod/pod-warnings.ts';
import { statefulSetRules } from './stateful-set-rules.ts';

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ */
export const statefulSet = builtIn({
  group: 'apps',
  kind: 'StatefulSet',
  nameProblems: labelNameProblems,
  default: defaultStatefulSet,
  warnings: templateWarnings('spec.template'),
  validate: statefulSetRules,
  columns: [
    nameColumn,
    textColumn(
      'Ready',
      (object) => `${numberAt(object, 'status.readyReplicas')}/${numberAt(object, 'spec.replicas')}`,
    ),
    ageColumn,
    ...workloadColumns.filter(({ name }) => name !== 'Selector'),
  ],
});

function defaultStatefulSet(object: KubeObject): KubeObject {
  const spec = fieldsAt(object, 'spec');
  const strategy = { type: 'RollingUpdate', ...fieldsAt(spec, 'updateStrategy') };
  const rollingUpdate = { partition: 0, ...fieldsAt(strategy, 'rollingUpdate') };
  return {
    ...object,
    spec: {
      podManagementPolicy: 'OrderedReady',
      replicas: 1,
      revisionHistoryLimit: 10,
      ...spec,
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: 'Retain',
        whenScaled: 'Retain',
        ...fieldsAt(spec, 'persistentVolumeClaimRetentionPolicy'),
      },
      template: defaultTemplate(fieldsAt(spec, 'template')),
      updateStrategy: strategy.type === 'RollingUpdate' ? { ...strategy, rollingUpdate } : strategy,
      ...(spec.volumeClaimTemplates
        ? { volumeClaimTemplates: listAt(spec, 'volumeClaimTemplates').map(defaultClaim) }
        : {}),
    },
    status: { replicas: 0, availableReplicas: 0, ...fieldsAt(object, 'status') },
  };
}

const defaultClaim = (claim: unknown): unknown =>
  isFields(claim)
    ? {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        ...claim,
        metadata: { ...fieldsAt(claim, 'metadata') },
        spec: defaultClaimSpec(fieldsAt(claim, 'spec')),
        status: { phase: 'Pending', ...fieldsAt(claim, 'status') },
      }
    : claim;
