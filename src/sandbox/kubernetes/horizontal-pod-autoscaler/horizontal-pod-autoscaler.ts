import { ageColumn, nameColumn, numberColumn, textColumn } from '../../apiserver/columns.ts';
import { at, fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { autoscalerRules } from './autoscaler-rules.ts';
import { convertAutoscaler } from './convert-v1.ts';
import { targetsText } from './targets-text.ts';

/** @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/ */
export const horizontalPodAutoscaler = builtIn({
  group: 'autoscaling',
  kind: 'HorizontalPodAutoscaler',
  countsGenerations: false,
  default: defaultAutoscaler,
  validate: autoscalerRules,
  convert: convertAutoscaler,
  columns: [
    nameColumn,
    textColumn('Reference', (object) => {
      const [kind, name] = ['kind', 'name'].map((field) => textAt(object, `spec.scaleTargetRef.${field}`));
      return `${kind}/${name}`;
    }),
    textColumn('Targets', targetsText),
    textColumn('MinPods', (object) => String(at(object, 'spec.minReplicas') ?? '<unset>')),
    numberColumn('MaxPods', 'spec.maxReplicas'),
    numberColumn('Replicas', 'status.currentReplicas'),
    ageColumn,
  ],
});

/** What is measured where nothing is said. */
const cpuAt80 = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
};

function defaultAutoscaler(object: KubeObject): KubeObject {
  const spec = fieldsAt(object, 'spec');
  const behavior = at(spec, 'behavior');
  const filled = {
    scaleUp: rulesOf(behavior, 'scaleUp', usualRules.scaleUp),
    scaleDown: rulesOf(behavior, 'scaleDown', usualRules.scaleDown),
  };
  return {
    ...object,
    spec: {
      minReplicas: 1,
      ...spec,
      metrics: listAt(spec, 'metrics').length ? spec.metrics : [cpuAt80],
      ...(behavior === undefined ? {} : { behavior: filled }),
    },
  };
}

const everyQuarter = { periodSeconds: 15 };
const usualRules = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, ...everyQuarter },
      { type: 'Percent', value: 100, ...everyQuarter },
    ],
  },
  scaleDown: { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, ...everyQuarter }] },
} as const;

/** A tolerance of one's own is behind a feature gate that is off. */
function rulesOf(behavior: unknown, field: string, usual: object): object {
  const { tolerance: _gated, ...given } = fieldsAt(behavior, field);
  return { ...usual, ...given };
}
