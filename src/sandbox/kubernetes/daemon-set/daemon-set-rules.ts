import { invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { GoText, goIntOrString } from '../../apiserver/admission/go-value.ts';
import { at, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { amountRules, isZero, shareRules } from '../workload/amount-rules.ts';

const strategies = ['RollingUpdate', 'OnDelete'];

/** How a daemon set replaces its pods: old ones first or new ones first, but not both. */
export function daemonStrategyRules(object: KubeObject): FieldError[] {
  const path = 'spec.updateStrategy';
  const type = textAt(object, `${path}.type`);
  if (!strategies.includes(type)) {
    const nothing = '(*apps.RollingUpdateDaemonSet)(nil)';
    const value = new GoText(
      `apps.DaemonSetUpdateStrategy{Type:${JSON.stringify(type)}, RollingUpdate:${nothing}}`,
    );
    return [notSupported(path, value, strategies)];
  }
  return type === 'OnDelete'
    ? []
    : rollingRules(at(object, `${path}.rollingUpdate`), `${path}.rollingUpdate`);
}

function rollingRules(update: unknown, path: string): FieldError[] {
  const unavailable = at(update, 'maxUnavailable');
  const surge = at(update, 'maxSurge');
  const both = 'may not be set when maxUnavailable is non-zero';
  return [
    ...amountRules(unavailable, `${path}.maxUnavailable`),
    ...amountRules(surge, `${path}.maxSurge`),
    ...shareRules(unavailable, `${path}.maxUnavailable`),
    ...shareRules(surge, `${path}.maxSurge`),
    ...(!isZero(unavailable) && !isZero(surge)
      ? [invalid(`${path}.maxSurge`, goIntOrString(surge), both)]
      : []),
    ...(isZero(unavailable) && isZero(surge)
      ? [required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0')]
      : []),
  ];
}
