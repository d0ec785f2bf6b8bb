import type { KubeObject, ObjectKey } from '../../apiserver/store/object.ts';
import type { Controller } from '../../controllers/controller.ts';
import { slot } from '../../memory.ts';
import { isFinished } from '../../mesh/enrolment.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import type { NodeObject } from '../workload/workload-objects.ts';
import { tellCondemned, tellContainers, tellFailedHook, tellKilling, tellNotMounted } from './pod-events.ts';
import { podStatus, terminatedStatus } from './pod-status.ts';
import { Probes } from './probes.ts';
import { missingImages, pull } from './pull.ts';

type Again = undefined | { readonly requeueAfterMs: number };

/** What the nodes of a cluster are busy with: uids of started pods by `namespace/name`, ends of pods being stopped. */
type Nodes = {
  readonly started: Map<string, string>;
  readonly ending: Map<string, number>;
  /** When the grace of pods is over that do something before they end. */
  readonly busy: Map<string, number>;
  /** Last address given out on each node; its pods get the next one, and the first free one after a full turn. */
  readonly cursors: Map<string, number>;
  readonly probes: Probes;
  /** Failures of hooks that were told, by uid and container. */
  readonly failedHooks: Map<string, number>;
};

const nodesOfCluster = slot<Nodes>(() => ({
  started: new Map(),
  ending: new Map(),
  busy: new Map(),
  cursors: new Map(),
  probes: new Probes(),
  failedHooks: new Map(),
}));

/** How long an app takes to end when asked to, in units of latency; never beyond its grace. */
const farewell = 1;

/** When to look again at a pod that takes its time to end, in milliseconds. */
const againMs = 50;

/** Starts and stops the containers of pods that have a node, and says in their status how they are. */
export const kubelet: Controller = {
  name: 'kubelet',
  watches: [resources.pods],
  delay: 0.3,
  reconcile(key, world) {
    const pod = world.store.get<PodObject>(key);
    const nodes = nodesOf(world);
    const uid = nodes.started.get(placeOf(key));
    if (uid && uid !== pod?.metadata.uid) stop(world, key, uid);
    if (!pod?.spec?.nodeName) return undefined;
    if (pod.metadata.deletionTimestamp) return terminate(world, key, pod);
    if (nodes.started.get(placeOf(key)) === pod.metadata.uid) return sync(world, key);
    return isFinished(pod) ? undefined : start(world, key, pod);
  },
  stop(world) {
    for (const uid of nodesOf(world).started.values()) world.runtime.stop(uid);
    world.memory.forget(nodesOfCluster);
  },
};

const placeOf = ({ namespace, name }: ObjectKey): string => `${namespace}/${name}`;

const nodesOf = ({ memory }: World): Nodes => memory.of(nodesOfCluster);

/** Images first, then the network, then the containers. A pod that ran before the sandbox did just goes on. */
function start(world: World, key: ObjectKey, pod: PodObject): Again {
  const pullingMs = pod.status?.phase === 'Running' ? 0 : pull(world, pod);
  if (pullingMs > 0) return { requeueAfterMs: pullingMs };
  const { uid = '' } = pod.metadata;
  const { started } = nodesOf(world);
  started.set(placeOf(key), uid);
  const onChange = (): void => {
    if (started.get(placeOf(key)) === uid) sync(world, key);
  };
  world.runtime.start(withAddress(world, key, pod), onChange, missingImages(world, pod));
  return sync(world, key);
}

/** A pod keeps the address that it has. */
function withAddress(world: World, key: ObjectKey, pod: PodObject): PodObject {
  if (pod.status?.podIP) return pod;
  const { podIP, hostIP } = addressFor(world, pod);
  const addresses = { podIP, podIPs: [{ ip: podIP }], hostIP, hostIPs: [{ ip: hostIP }] };
  const placed = world.store.mutate<KubeObject>(key, (object) => ({
    ...object,
    status: { phase: 'Pending', ...(object.status as object | undefined), ...addresses },
  }));
  return (placed as PodObject | undefined) ?? pod;
}

/** Brings the status up to date; asks to be called again while a running container isn't ready yet. */
function sync(world: World, key: ObjectKey): Again {
  const pod = world.store.get<PodObject>(key);
  if (!pod || pod.metadata.deletionTimestamp) return undefined;
  const { probes } = nodesOf(world);
  const { uid = '' } = pod.metadata;
  const { status, retryMs, condemned } = podStatus(world, pod, probes);
  const written = world.store.mutate<PodObject>(key, (object) => ({ ...object, status }));
  if (written) tellContainers(world, pod, written);
  tellHooks(world, pod);
  const unmounted = world.runtime.mountFailure(uid);
  if (unmounted !== undefined) tellNotMounted(world, pod, unmounted);
  for (const { container, by } of condemned) {
    tellCondemned(world, pod, container.name, by);
    world.runtime.kill(uid, container.name, killed);
  }
  for (const container of pod.spec?.ephemeralContainers ?? []) world.runtime.add(uid, container);
  world.runtime.advance(uid, (name) => isStarted(pod, name, probes));
  return retryMs === undefined ? undefined : { requeueAfterMs: retryMs };
}

/** Each failure of a hook is told once. */
function tellHooks(world: World, pod: PodObject): void {
  const { uid = '' } = pod.metadata;
  const { failedHooks } = nodesOf(world);
  for (const [name, failures] of Object.entries(world.runtime.hookFailures(uid))) {
    const key = `${uid}/${name}`;
    if (failures > (failedHooks.get(key) ?? 0)) tellFailedHook(world, pod);
    failedHooks.set(key, failures);
  }
}

/** The exit code of a process that was ended whether it wanted or not. */
const killed = 137;

function isStarted({ metadata, spec }: PodObject, name: string, probes: Probes): boolean {
  const container = spec?.initContainers?.find((candidate) => candidate.name === name);
  return container === undefined || probes.isStarted(metadata.uid ?? '', container);
}

function terminate(world: World, key: ObjectKey, pod: PodObject): Again {
  const { uid = '', deletionGracePeriodSeconds = 0, finalizers = [] } = pod.metadata;
  const { ending, started, busy } = nodesOf(world);
  if (finalizers.length && deletionGracePeriodSeconds === 0 && !started.has(placeOf(key))) return undefined;
  const now = world.clock.now().getTime();
  if (!ending.has(uid)) {
    const graceMs = deletionGracePeriodSeconds * 1000;
    ending.set(uid, now + Math.min(farewell * world.clock.latencyMs, graceMs));
    busy.set(uid, now + graceMs);
    void world.runtime.ask(uid).then(() => busy.delete(uid));
    tellKilling(world, pod);
  }
  const graceLeftMs = (busy.get(uid) ?? now) - now;
  const leftMs = Math.max((ending.get(uid) ?? now) - now, Math.min(graceLeftMs, againMs));
  if (leftMs > 0) return { requeueAfterMs: leftMs };
  ending.delete(uid);
  busy.delete(uid);
  stop(world, key, uid);
  if (finalizers.length) keepEnded(world, key);
  else world.store.remove(key);
  return undefined;
}

/** A pod that somebody else still has to look at stays, without its containers: they were told to end. */
function keepEnded(world: World, key: ObjectKey): void {
  world.store.markDeleted(key, 0);
  world.store.mutate<PodObject>(key, (pod) =>
    isFinished(pod) ? pod : { ...pod, status: terminatedStatus(world, pod) },
  );
}

function stop(world: World, key: ObjectKey, uid: string): void {
  const { started, probes } = nodesOf(world);
  world.runtime.stop(uid);
  probes.forget(uid);
  if (started.get(placeOf(key)) === uid) started.delete(placeOf(key));
}

/** An address for a pod: of its node where it shares the node's network, else the next of the node's own range. */
function addressFor(world: World, { spec }: PodObject): { readonly podIP: string; readonly hostIP: string } {
  const name = spec?.nodeName ?? '';
  const node = world.store.get<NodeObject>({ resource: resources.nodes, namespace: '', name });
  const hostIP = node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
  return { hostIP, podIP: spec?.hostNetwork ? hostIP : nextAddress(world, name, node) };
}

function nextAddress(world: World, name: string, node: NodeObject | undefined): string {
  const prefix = (node?.spec?.podCIDR ?? '10.244.1.0/24').split('.').slice(0, 3).join('.');
  const used = new Set(world.store.list<PodObject>(resources.pods).map(({ status }) => status?.podIP));
  const { cursors } = nodesOf(world);
  const start = cursors.get(name) ?? 1;
  const turn = Array.from({ length: 253 }, (_, step) => ((start - 1 + step) % 253) + 2);
  const last = turn.find((candidate) => !used.has(`${prefix}.${candidate}`));
  if (last === undefined) throw new Error(`no address left on node ${name}`);
  cursors.set(name, last);
  return `${prefix}.${last}`;
}
