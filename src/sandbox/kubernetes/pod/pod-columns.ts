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
  const start = { reason: startReason(pod, phase), ready: 0, restarts: 0, lastRestart: '' };
  const { initializing, tally: initial, sidecars } = initTally(pod, start);
  const tally = initializing && !hasCondition(pod, 'Initialized') ? initial : containerTally(pod, sidecars);
  const total = listAt(pod, 'spec.containers').length + sidecarNames(pod).size;
  return {
    ready: `${tally.ready}/${total}`,
    status: deletionReason(pod, phase) ?? tally.reason,
    restarts:
      tally.restarts && tally.lastRestart
        ? `${tally.restarts} (${timeSince(tally.lastRestart, now)} ago)`
        : String(tally.restarts),
  };
}

function startReason(pod: KubeObject, phase: string): string {
  const gated = listAt(pod, 'status.conditions').some(
    (condition) => at(condition, 'type') === 'PodScheduled' && at(condition, 'reason') === 'SchedulingGated',
  );
  return gated ? 'SchedulingGated' : textAt(pod, 'status.reason') || phase;
}

/** Init containers that run on beside the others. */
function sidecarNames(pod: KubeObject): ReadonlySet<string> {
  const init = listAt(pod, 'spec.initContainers');
  return new Set(
    init.filter((each) => at(each, 'restartPolicy') === 'Always').map((each) => textAt(each, 'name')),
  );
}

/** Counts init containers up to the first that isn't done; of those, sidecars go on counting afterwards. */
function initTally(
  pod: KubeObject,
  start: Tally,
): { readonly initializing: boolean; readonly tally: Tally; readonly sidecars: Tally } {
  const names = sidecarNames(pod);
  let tally = start;
  let sidecars = start;
  for (const [index, status] of listAt(pod, 'status.initContainerStatuses').entries()) {
    const sidecar = names.has(textAt(status, 'name'));
    tally = countRestarts(tally, status);
    if (sidecar) sidecars = countRestarts(sidecars, status);
    if (at(status, 'state.terminated.exitCode') === 0) continue;
    if (!sidecar || at(status, 'started') !== true)
      return { initializing: true, tally: { ...tally, reason: initReason(pod, status, index) }, sidecars };
    const ready = at(status, 'ready') === true ? 1 : 0;
    tally = { ...tally, ready: tally.ready + ready };
    sidecars = { ...sidecars, ready: sidecars.ready + ready };
  }
  return { initializing: false, tally, sidecars };
}

function initReason(pod: KubeObject, status: unknown, index: number): string {
  const waiting = textAt(status, 'state.waiting.reason');
  if (at(status, 'state.terminated')) return `Init:${terminationReason(status)}`;
  if (waiting && waiting !== 'PodInitializing') return `Init:${waiting}`;
  return `Init:${index}/${listAt(pod, 'spec.initContainers').length}`;
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
