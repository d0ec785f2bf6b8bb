import { conditionsOf } from '../expectations/conditions.ts';
import type { JsonMap } from '../expectations/json-map.ts';
import type { AppliedCondition } from '../model/output.ts';
import type { KubeObject } from './kube-object.ts';

const worstFirst: readonly string[] = ['False', 'Unknown', 'True'];

/** The conditions of an object by type. Where it has one several times, once for each parent, the worst counts. */
export function conditionsByType(object: KubeObject): Readonly<Record<string, AppliedCondition>> {
  const conditions: Record<string, AppliedCondition> = {};
  for (const { type, status, reason, message } of conditionsOf(object as unknown as JsonMap)) {
    const said = { ...textOf('reason', reason), ...textOf('message', message) };
    if (typeof type !== 'string' || typeof status !== 'string') continue;
    const condition = { status, ...said };
    const other = conditions[type];
    if (other === undefined || isWorse(condition, other)) conditions[type] = condition;
  }
  return conditions;
}

function textOf<Key extends string>(key: Key, value: unknown) {
  return typeof value === 'string' && value !== '' ? ({ [key]: value } as Record<Key, string>) : {};
}

function isWorse(one: AppliedCondition, other: AppliedCondition): boolean {
  return worstFirst.indexOf(one.status) < worstFirst.indexOf(other.status);
}
