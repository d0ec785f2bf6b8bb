import { createHash } from 'node:crypto';
import { timestamp } from '../../apiserver/store/store.ts';
import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Condition, Container, ContainerStatus, PodObject, PodStatus } from '../../mesh/objects.ts';
import type { ContainerState, Termination } from '../../workloads/runtime.ts';
import type { World } from '../../world.ts';
import type { Probes } from './probes.ts';

type SyncedStatus = {
  readonly status: PodStatus;
  /** When a container that isn't ready yet has to be looked at again. */
  readonly retryMs?: number;
};

/** A pod's status as its containers are now. @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/ */
export function podStatus(world: World, pod: PodObject, probes: Probes): SyncedStatus {
  const containers = pod.spec?.containers ?? [];
  const states = containers.map(({ name }) => world.runtime.state(pod.metadata.uid ?? '', name));
  const readiness = containers.map((container, index) =>
    states[index]?.kind === 'running'
      ? probes.check({ world, pod, container, startedAt: states[index].startedAt })
      : { ready: false },
  );
  const statuses = containers.map((container, index) =>
    containerStatus(pod, container, states[index], readiness[index]?.ready ?? false),
  );
  const phase = phaseOf(pod, states);
  const retries = readiness.flatMap(({ retryMs }) => (retryMs === undefined ? [] : [retryMs]));
  return {
    status: {
      ...pod.status,
      phase,
      conditions: mergeConditions(world, pod.status?.conditions, conditionsOf(phase, statuses)),
      containerStatuses: statuses,
      startTime: pod.status?.startTime ?? timestamp(world.clock.now()),
    },
    ...(retries.length ? { retryMs: Math.min(...retries) } : {}),
  };
}

/** The exit code of a process that ends when asked to: 128 and the number of the signal. */
const endedBySignal = 143;

/** A pod's status when its containers were told to end. */
export function terminatedStatus(world: World, { status }: PodObject): PodStatus {
  const at = world.clock.now();
  const end = { exitCode: endedBySignal, reason: 'Error', startedAt: at, finishedAt: at };
  const containerStatuses = (status?.containerStatuses ?? []).map((container) => ({
    ...container,
    ready: false,
    started: false,
    state: { terminated: terminated(end, container.containerID ?? '') },
  }));
  return { ...status, phase: 'Failed', containerStatuses };
}

function containerStatus(
  pod: PodObject,
  { name, image }: Container,
  state: ContainerState | undefined,
  ready: boolean,
): ContainerStatus {
  const restartCount = state?.restarts ?? 0;
  const hasRun = state?.kind === 'running' || state?.kind === 'terminated' || state?.last !== undefined;
  const id = containerId(pod, name, state?.kind === 'waiting' ? restartCount - 1 : restartCount);
  return {
    name,
    image,
    imageID: hasRun ? `${image.split(':')[0]}@sha256:${digest(image)}` : '',
    ready,
    started: state?.kind === 'running',
    restartCount,
    ...(hasRun ? { containerID: id } : {}),
    state: stateOf(state, id),
    lastState: state?.last
      ? { terminated: terminated(state.last, containerId(pod, name, restartCount - 1)) }
      : {},
  };
}

function stateOf(state: ContainerState | undefined, id: string): ContainerStatus['state'] {
  if (!state) return { waiting: { reason: 'ContainerCreating' } };
  switch (state.kind) {
    case 'running':
      return { running: { startedAt: timestamp(state.startedAt) } };
    case 'terminated':
      return { terminated: terminated(state, id) };
    case 'waiting':
      return { waiting: { reason: state.reason, ...(state.message ? { message: state.message } : {}) } };
    default:
      return state satisfies never;
  }
}

const terminated = (end: Termination, containerID: string): object => ({
  exitCode: end.exitCode,
  reason: end.reason ?? (end.exitCode === 0 ? 'Completed' : 'Error'),
  ...(end.message ? { message: end.message } : {}),
  startedAt: timestamp(end.startedAt),
  finishedAt: timestamp(end.finishedAt),
  containerID,
});

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const containerId = ({ metadata }: PodObject, name: string, life: number): string =>
  `containerd://${digest(`${metadata.uid}/${name}/${life}`)}`;

function phaseOf(
  { spec }: PodObject,
  states: readonly (ContainerState | undefined)[],
): PodStatus['phase'] & string {
  if (states.some((state) => !state || (state.kind === 'waiting' && !state.last))) return 'Pending';
  const ends = states.flatMap((state) => (state?.kind === 'terminated' ? [state] : []));
  if (ends.length < states.length || (spec?.restartPolicy ?? 'Always') === 'Always' || !states.length)
    return 'Running';
  return ends.every(({ exitCode }) => exitCode === 0) ? 'Succeeded' : 'Failed';
}

function conditionsOf(phase: PodStatus['phase'], statuses: readonly ContainerStatus[]): readonly Condition[] {
  const unready = statuses.filter(({ ready }) => !ready).map(({ name }) => name);
  const why =
    phase === 'Succeeded'
      ? { reason: 'PodCompleted' }
      : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
  const isReady = unready.length === 0;
  return [
    condition('PodReadyToStartContainers', phase === 'Pending' || phase === 'Running'),
    condition('Initialized', true, phase === 'Succeeded' ? why : {}),
    condition('Ready', isReady, isReady ? {} : why),
    condition('ContainersReady', isReady, isReady ? {} : why),
    condition('PodScheduled', true),
  ];
}
