import { forbiddenField, invalid, notSupported } from '../../apiserver/admission/field-error.ts';
import { GoText, goIntOrString } from '../../apiserver/admission/go-value.ts';
import { at, isFields, numberAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { amountRules, isZero, shareRules } from '../workload/amount-rules.ts';

const strategies = ['Recreate', 'RollingUpdate'];

/** How a deployment replaces its pods. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy */
export function strategyRules(object: KubeObject): FieldError[] {
  const path = 'spec.strategy';
  const type = textAt(object, `${path}.type`);
  const update = at(object, `${path}.rollingUpdate`);
  if (!strategies.includes(type)) {
    const nothing = '(*apps.RollingUpdateDeployment)(nil)';
    const value = new GoText(
      `apps.DeploymentStrategy{Type:${JSON.stringify(type)}, RollingUpdate:${nothing}}`,
    );
    return [notSupported(path, value, strategies)];
  }
  if (type === 'Recreate') {
    const detail = "may not be specified when strategy `type` is 'Recreate'";
    return update ? [forbiddenField(`${path}.rollingUpdate`, detail)] : [];
  }
  return isFields(update) ? rollingUpdateRules(update, `${path}.rollingUpdate`) : [];
}

function rollingUpdateRules(update: unknown, path: string): FieldError[] {
  const unavailable = at(update, 'maxUnavailable');
  const surge = at(update, 'maxSurge');
  return [
    ...amountRules(unavailable, `${path}.maxUnavailable`),
    ...amountRules(surge, `${path}.maxSurge`),
    ...(isZero(unavailable) && isZero(surge)
      ? [invalid(`${path}.maxUnavailable`, goIntOrString(unavailable), 'may not be 0 when `maxSurge` is 0')]
      : []),
    ...shareRules(unavailable, `${path}.maxUnavailable`),
  ];
}

/** A deployment has to give up later than a pod counts as available. */
export function deadlineRules(object: KubeObject): FieldError[] {
  const path = 'spec.progressDeadlineSeconds';
  const deadline = numberAt(object, path);
  return deadline > numberAt(object, 'spec.minReadySeconds')
    ? []
    : [invalid(path, deadline, 'must be greater than minReadySeconds')];
}
