import {
  ageColumn,
  formatLabels,
  nameColumn,
  numberColumn,
  textColumn,
  workloadColumns,
} from '../../apiserver/columns.ts';
import { at, fieldsAt } from '../../apiserver/fields.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { defaultTemplate } from '../pod/pod-defaults.ts';
import { workloadRules } from '../workload/workload-rules.ts';

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/ */
export const daemonSet = builtIn({
  group: 'apps',
  kind: 'DaemonSet',
  default: defaultDaemonSet,
  validate: (object, old) => workloadRules(object, old, 'daemonset'),
  refuse: (object) =>
    /^0*%?$/.test(String(at(object, 'spec.updateStrategy.rollingUpdate.maxSurge') ?? 0))
      ? undefined
      : new ApiError(501, 'NotImplemented', 'sandbox: maxSurge of a DaemonSet is not simulated'),
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
