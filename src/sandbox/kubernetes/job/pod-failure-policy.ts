import type { ContainerStatus, PodObject } from '../../mesh/objects.ts';
import type { JobObject, PodFailureRule } from '../workload/workload-objects.ts';

/** What a job's policy makes of a failed pod; `message` says why the whole job fails. */
type FailureRuling = { readonly action: PodFailureRule['action']; readonly message?: string };

/** The first rule that fits counts; a pod that none fits is counted. */
export function ruleOn({ spec }: JobObject, pod: PodObject): FailureRuling {
  for (const [index, rule] of (spec?.podFailurePolicy?.rules ?? []).entries()) {
    const why = matchOf(rule, pod);
    if (!why) continue;
    const message = `${why} matching ${rule.action} rule at index ${index}`;
    return { action: rule.action, ...(rule.action === 'FailJob' ? { message } : {}) };
  }
  return { action: 'Count' };
}

function matchOf({ onExitCodes, onPodConditions }: PodFailureRule, pod: PodObject): string | undefined {
  const { namespace, name } = pod.metadata;
  if (onExitCodes) {
    const status = pod.status?.containerStatuses?.find((one) => hasCode(one, onExitCodes));
    const code = status && exitCodeOf(status);
    return status && `Container ${status.name} for pod ${namespace}/${name} failed with exit code ${code}`;
  }
  const found = pod.status?.conditions?.find(({ type, status }) =>
    onPodConditions?.some((wanted) => wanted.type === type && wanted.status === status),
  );
  return found && `Pod ${namespace}/${name} has condition ${found.type}`;
}

/** Only containers that failed are looked at. */
function hasCode(
  status: ContainerStatus,
  { containerName, operator, values }: NonNullable<PodFailureRule['onExitCodes']>,
): boolean {
  const code = exitCodeOf(status);
  if (!code || (containerName !== undefined && containerName !== status.name)) return false;
  return values.includes(code) === (operator === 'In');
}

const exitCodeOf = ({ state }: ContainerStatus): number | undefined =>
  (state.terminated as { readonly exitCode?: number } | undefined)?.exitCode;
