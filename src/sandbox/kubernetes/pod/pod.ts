import { ageColumn, conditionStatus, nameColumn, textColumn, wide } from '../../apiserver/columns.ts';
import { listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { podSummary } from './pod-columns.ts';
import { defaultPod, withQosClass } from './pod-defaults.ts';
import { podRules } from './pod-rules.ts';
import { podWarnings } from './pod-warnings.ts';

/** @see https://kubernetes.io/docs/concepts/workloads/pods/ */
export const pod = builtIn({
  kind: 'Pod',
  selectable: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  default: defaultPod,
  prepare: withQosClass,
  validate: podRules,
  warnings: podWarnings,
  columns: [
    nameColumn,
    textColumn('Ready', (object, now) => podSummary(object, now).ready),
    textColumn('Status', (object, now) => podSummary(object, now).status),
    textColumn('Restarts', (object, now) => podSummary(object, now).restarts),
    ageColumn,
    wide(textColumn('IP', (object) => textAt(object, 'status.podIP') || '<none>')),
    wide(textColumn('Node', (object) => textAt(object, 'spec.nodeName') || '<none>')),
    wide(textColumn('Nominated Node', (object) => textAt(object, 'status.nominatedNodeName') || '<none>')),
    wide(textColumn('Readiness Gates', readinessGates)),
  ],
});

function readinessGates(object: KubeObject): string {
  const gates = listAt(object, 'spec.readinessGates').map((gate) => textAt(gate, 'conditionType'));
  const passed = gates.filter((type) => conditionStatus(object, type) === 'True');
  return gates.length ? `${passed.length}/${gates.length}` : '<none>';
}
