import {
  ageColumn,
  formatLabels,
  nameColumn,
  numberColumn,
  textColumn,
  workloadColumns,
} from '../../apiserver/columns.ts';
import { isEqual } from '../../apiserver/equal.ts';
import { at, fieldsAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { defaultTemplate } from '../pod/pod-defaults.ts';
import { templateWarnings } from '../pod/pod-warnings.ts';
import { workloadRules } from '../workload/workload-rules.ts';
import { generationAnnotation } from './daemon-pod.ts';
import { daemonStrategyRules } from './daemon-set-rules.ts';

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/ */
export const daemonSet = builtIn({
  group: 'apps',
  kind: 'DaemonSet',
  default: defaultDaemonSet,
  warnings: templateWarnings('spec.template', false),
  validate: (object, old) => [...workloadRules(object, old, 'daemonset'), ...daemonStrategyRules(object)],
  prepare: (object) => withTemplateGeneration(object, 1),
  allocate: (object, _others, old) => (old ? counted(object, old) : object),
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

function defaultDaemonSet(object: KubeObject): KubeObject {
  const spec = fieldsAt(object, 'spec');
  const strategy = { type: 'RollingUpdate', ...fieldsAt(spec, 'updateStrategy') };
  const rollingUpdate = { maxSurge: 0, maxUnavailable: 1, ...fieldsAt(strategy, 'rollingUpdate') };
  return {
    ...object,
    spec: {
      revisionHistoryLimit: 10,
      ...spec,
      template: defaultTemplate(fieldsAt(spec, 'template')),
      updateStrategy: strategy.type === 'RollingUpdate' ? { ...strategy, rollingUpdate } : strategy,
    },
  };
}

/** A number that goes up with each change of the template. */
function counted(object: KubeObject, old: KubeObject): KubeObject {
  const before = Number(old.metadata.annotations?.[generationAnnotation] ?? 1);
  const isSame = isEqual(at(object, 'spec.template'), at(old, 'spec.template'));
  return withTemplateGeneration(object, isSame ? before : before + 1);
}

const withTemplateGeneration = (object: KubeObject, count: number): KubeObject => ({
  ...object,
  metadata: {
    ...object.metadata,
    annotations: { ...object.metadata.annotations, [generationAnnotation]: String(count) },
  },
});
