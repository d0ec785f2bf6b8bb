import { timestamp } from '../../apiserver/store/store.ts';
import type { World } from '../../world.ts';
import type { JobCondition, JobObject } from '../workload/workload-objects.ts';
import { formatIndexes } from './job-indexes.ts';
import { type JobVerdict, verdictConditions } from './job-verdict.ts';
import { isIndexed, type JobView } from './job-view.ts';

/** What a job's pods add up to. Counts of nothing are left out, but for those that a real cluster always shows. */
export function jobCounts({
  job,
  active,
  ready,
  terminating,
  completedIndexes,
  failedIndexes,
}: JobView): object {
  return {
    active: active.length || undefined,
    ready,
    terminating: terminating.length,
    uncountedTerminatedPods: {},
    ...(isIndexed(job) ? { completedIndexes: formatIndexes(completedIndexes) || undefined } : {}),
    ...(failedIndexes ? { failedIndexes: formatIndexes(failedIndexes) } : {}),
  };
}

/** Conditions with one more, or one changed. One that is False is only written over one that was True. */
export function withCondition(
  world: World,
  conditions: readonly JobCondition[],
  condition: Omit<JobCondition, 'lastProbeTime' | 'lastTransitionTime'>,
): readonly JobCondition[] {
  const old = conditions.find(({ type }) => type === condition.type);
  if (old ? isSame(old, condition) : condition.status === 'False') return conditions;
  const now = timestamp(world.clock.now());
  const written = { ...condition, lastProbeTime: now, lastTransitionTime: now };
  return old ? conditions.map((one) => (one === old ? written : one)) : [...conditions, written];
}

const isSame = (a: Partial<JobCondition>, b: Partial<JobCondition>): boolean =>
  a.status === b.status && a.reason === b.reason && a.message === b.message;

/** A verdict's first condition, and its last one when all pods have ended. */
export function withVerdict(
  world: World,
  { conditions, verdict, ended }: VerdictWrite,
): readonly JobCondition[] {
  const { kind, reason, message } = verdict;
  const { first, last } = verdictConditions[kind];
  const said = { status: 'True', reason, message } as const;
  const standing = withCondition(world, conditions, { type: first, ...said });
  return ended ? withCondition(world, standing, { type: last, ...said }) : standing;
}

type VerdictWrite = {
  readonly conditions: readonly JobCondition[];
  readonly verdict: JobVerdict;
  readonly ended: boolean;
};

/** The condition that says that a job is over for good. */
export const finalCondition = ({ status }: JobObject): JobCondition | undefined =>
  status?.conditions?.find(
    ({ type, status: value }) => (type === 'Complete' || type === 'Failed') && value === 'True',
  );
