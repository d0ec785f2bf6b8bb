import { timestamp } from '../../apiserver/store/store.ts';
import { condition } from '../../controllers/conditions.ts';
import type { Condition, Container, ContainerStatus, PodObject, PodStatus } from '../../mesh/objects.ts';
import type { ContainerState } from '../../workloads/runtime.ts';
import type { World } from '../../world.ts';
import { containerStatus, terminated } from './container-status.ts';
import { mergePodConditions } from './pod-conditions.ts';
import type { Health, Probes } from './probes.ts';

type SyncedStatus = {
  readonly status: PodStatus;
  /** When a container that isn't ready yet has to be looked at again. */
  readonly retryMs?: number;
  /** Containers that have to end, and the probe that says so. */
  readonly condemned: readonly { readonly container: Container; readonly by: 'startup' | 'liveness' }[];
};

/** A container with what is known of it. */
type Seen = {
  readonly container: Container;
  readonly state: ContainerState | undefined;
  readonly health: Health;
};

/** A pod's status as its containers are now. @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/ */
export function podStatus(world: World, pod: PodObject, probes: Probes): SyncedStatus {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const look = (container: Container): Seen => {
    const state = world.runtime.state(pod.metadata.uid ?? '', container.name);
    if (state?.kind !== 'running') return { container, state, health: { ready: false, started: false } };
    return { container, state, health: probes.check({ world, pod, container, startedAt: state.startedAt }) };
  };
  const [init, main, added] = [initContainers, containers, ephemeralContainers].map((list) => list.map(look));
  const seen = [...(init ?? []), ...(main ?? []), ...(added ?? [])];
  const statusOf = ({ container, state, health }: Seen): ContainerStatus =>
    containerStatus(pod, container, state, health);
  const initStatuses = (init ?? []).map((each) => ({ ...statusOf(each), ready: isReadyInit(each) }));
  const statuses = (main ?? []).map(statusOf);
  const phase = phaseOf(pod, init ?? [], main ?? []);
  const beside = initStatuses.filter((_, index) => initContainers[index]?.restartPolicy === 'Always');
  const conditions = conditionsOf({
    phase,
    ready: [...beside, ...statuses],
    incomplete: (init ?? []).filter((each) => !isInitialized(each)).map(({ container }) => container.name),
  });
  const retries = seen.flatMap(({ health }) => (health.retryMs === undefined ? [] : [health.retryMs]));
  return {
    status: {
      ...pod.status,
      phase,
      conditions: mergePodConditions(world, pod, conditions),
      ...(initStatuses.length ? { initContainerStatuses: initStatuses } : {}),
      containerStatuses: statuses,
      ...(added?.length ? { ephemeralContainerStatuses: added.map(statusOf) } : {}),
      startTime: pod.status?.startTime ?? timestamp(world.clock.now()),
    },
    condemned: seen.flatMap(({ container, health }) =>
      health.condemned ? [{ container, by: health.condemned }] : [],
    ),
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

/** An init container is done when it has succeeded; one that goes on running, when it has started. */
function isInitialized({ container, state, health }: Seen): boolean {
  if (state?.kind === 'terminated') return state.exitCode === 0 || container.restartPolicy === 'Always';
  return container.restartPolicy === 'Always' && state?.kind === 'running' && health.started;
}

const isReadyInit = ({ container, state, health }: Seen): boolean =>
  container.restartPolicy === 'Always' ? health.ready : state?.kind === 'terminated' && state.exitCode === 0;

function phaseOf(
  { spec }: PodObject,
  init: readonly Seen[],
  main: readonly Seen[],
): PodStatus['phase'] & string {
  const policy = spec?.restartPolicy ?? 'Always';
  const states = main.map(({ state }) => state);
  if (!init.every(isInitialized)) {
    const failed = init.some(({ state }) => state?.kind === 'terminated' && state.exitCode !== 0);
    return failed && policy === 'Never' ? 'Failed' : 'Pending';
  }
  if (states.some((state) => !state || (state.kind === 'waiting' && !state.last))) return 'Pending';
  const ends = states.flatMap((state) => (state?.kind === 'terminated' ? [state] : []));
  if (ends.length < states.length || policy === 'Always' || !states.length) return 'Running';
  return ends.every(({ exitCode }) => exitCode === 0) ? 'Succeeded' : 'Failed';
}

type Facts = {
  readonly phase: PodStatus['phase'];
  readonly ready: readonly ContainerStatus[];
  readonly incomplete: readonly string[];
};

function conditionsOf({ phase, ready, incomplete }: Facts): readonly Condition[] {
  const unready = ready.filter((status) => !status.ready).map(({ name }) => name);
  const completed = { reason: 'PodCompleted' };
  const why =
    phase === 'Succeeded'
      ? completed
      : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
  const initializing = {
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${incomplete.join(' ')}]`,
  };
  const isReady = unready.length === 0 && phase !== 'Succeeded';
  const initialized = incomplete.length === 0;
  return [
    condition('PodReadyToStartContainers', phase === 'Pending' || phase === 'Running'),
    condition(
      'Initialized',
      initialized,
      initialized ? (phase === 'Succeeded' ? completed : {}) : initializing,
    ),
    condition('Ready', isReady, isReady ? {} : why),
    condition('ContainersReady', isReady, isReady ? {} : why),
    condition('PodScheduled', true),
  ];
}
