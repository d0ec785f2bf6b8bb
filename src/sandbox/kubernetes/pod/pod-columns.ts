import { at, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import { timeSince } from '../../apiserver/human-duration.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

/** What `kubectl get pods` shows in READY, STATUS and RESTARTS. */
type PodSummary = { readonly ready: string; readonly status: string; readonly restarts: string };

type Tally = { reason: string; ready: number; restarts: number; lastRestart: string };

/**
 * Sums up a pod as the server's printer does: the first init container that isn't done, else the containers from
 * last to first, else the phase; a pod being deleted is Terminating unless it has already ended.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/
 */
export function podSummary(pod: KubeObject, now: Date): PodSummary {
  const phase = textAt(pod, 'status.phase');
  const start = { reason: textAt(pod, 'status.reason') || phase, ready: 0, restarts: 0, lastRestart: '' };
  const initializing = initTally(pod, start);
  const tally = initializing && !hasCondition(pod, 'Initialized') ? initializing : containerTally(pod, start);
  const total = listAt(pod, 'spec.containers').length;
  return {
    ready: `${tally.ready}/${total}`,
    status: deletionReason(pod, phase) ?? tally.reason,
    restarts:
      tally.restarts && tally.lastRestart
        ? `${tally.restarts} (${timeSince(tally.lastRestart, now)} ago)`
        : String(tally.restarts),
  };
}

/** Undefined when all init containers have completed. */
function initTally(pod: KubeObject, start: Tally): Tally | undefined {
  const statuses = listAt(pod, 'status.initContainerStatuses');
  const index = statuses.findIndex((status) => at(status, 'state.terminated.exitCode') !== 0);
  if (index < 0) return undefined;
  const counted = statuses.slice(0, index + 1).reduce<Tally>(countRestarts, start);
  const status = statuses[index];
  const waiting = textAt(status, 'state.waiting.reason');
  if (at(status, 'state.terminated')) return { ...counted, reason: `Init:${terminationReason(status)}` };
  if (waiting && waiting !== 'PodInitializing') return { ...counted, reason: `Init:${waiting}` };
  return { ...counted, reason: `Init:${index}/${listAt(pod, 'spec.initContainers').length}` };
}

function containerTally(pod: KubeObject, start: Tally): Tally {
  let running = false;
  let tally = start;
  for (const status of [...listAt(pod, 'status.containerStatuses')].reverse()) {
    tally = countRestarts(tally, status);
    const waiting = textAt(status, 'state.waiting.reason');
    if (waiting) tally = { ...tally, reason: waiting };
    else if (at(status, 'state.terminated')) tally = { ...tally, reason: terminationReason(status) };
    else if (at(status, 'ready') === true && at(status, 'state.running')) {
      running = true;
      tally = { ...tally, ready: tally.ready + 1 };
    }
  }
  if (tally.reason !== 'Completed' || !running) return tally;
  return { ...tally, reason: hasCondition(pod, 'Ready') ? 'Running' : 'NotReady' };
}

function countRestarts(tally: Tally, status: unknown): Tally {
  const ended = textAt(status, 'lastState.terminated.finishedAt');
  return {
    ...tally,
    restarts: tally.restarts + numberAt(status, 'restartCount'),
    lastRestart: [tally.lastRestart, ended].sort().at(-1) ?? '',
  };
}

function terminationReason(status: unknown): string {
  const reason = textAt(status, 'state.terminated.reason');
  if (reason) return reason;
  const signal = numberAt(status, 'state.terminated.signal');
  return signal ? `Signal:${signal}` : `ExitCode:${numberAt(status, 'state.terminated.exitCode')}`;
}

function deletionReason(pod: KubeObject, phase: string): string | undefined {
  if (!pod.metadata.deletionTimestamp) return undefined;
  if (textAt(pod, 'status.reason') === 'NodeLost') return 'Unknown';
  return phase === 'Succeeded' || phase === 'Failed' ? undefined : 'Terminating';
}

const hasCondition = (pod: KubeObject, type: string): boolean =>
  listAt(pod, 'status.conditions').some(
    (condition) => at(condition, 'type') === type && at(condition, 'status') === 'True',
  );
