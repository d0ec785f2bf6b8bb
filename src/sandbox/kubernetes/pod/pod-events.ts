import { type EventText, recordEvent } from '../../controllers/record-event.ts';
import type { ContainerStatus, PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import { tellPulled } from './pull.ts';

type Waiting = { readonly reason?: string; readonly message?: string };

/** Tells what happened to a pod's containers between two of its statuses. */
export function tellContainers(world: World, before: PodObject, after: PodObject): void {
  for (const status of statusesOf(after)) {
    const old = statusesOf(before).find(({ name }) => name === status.name);
    if (status.containerID && status.containerID !== old?.containerID) tellStart(world, after, status);
    const waiting = waitingOf(status);
    if (waiting?.reason && waiting.reason !== waitingOf(old)?.reason)
      tellWaiting(world, after, status, waiting);
  }
}

/** Of all containers of a pod, in the order in which they start. */
const statusesOf = ({ status }: PodObject): readonly ContainerStatus[] => [
  ...(status?.initContainerStatuses ?? []),
  ...(status?.containerStatuses ?? []),
  ...(status?.ephemeralContainerStatuses ?? []),
];

/** What a probe of a container found, when it isn't what it should be. */
export function tellUnhealthy(world: World, pod: PodObject, kind: string, why: string): void {
  const title = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  tell(world, pod, { type: 'Warning', reason: 'Unhealthy', message: `${title} probe failed: ${why}` });
}

/** That a container ends since a probe failed too often. */
export function tellCondemned(world: World, pod: PodObject, container: string, by: string): void {
  const message = `Container ${container} failed ${by} probe, will be restarted`;
  tell(world, pod, { reason: 'Killing', message });
}

export const tellNotMounted = (world: World, pod: PodObject, message: string): void =>
  tell(world, pod, { type: 'Warning', reason: 'FailedMount', message });

/** That a container ends since it could not do what it wants done after its start. */
export function tellFailedHook(world: World, pod: PodObject): void {
  tell(world, pod, { type: 'Warning', reason: 'FailedPostStartHook', message: 'PostStartHook failed' });
  tell(world, pod, { reason: 'Killing', message: 'FailedPostStartHook' });
}

export function tellKilling(world: World, pod: PodObject): void {
  for (const { name } of pod.spec?.containers ?? [])
    tell(world, pod, { reason: 'Killing', message: `Stopping container ${name}` });
}

/** What is taken for granted of a container, and what can't be. */
function tellOpaque(world: World, pod: PodObject, image: string): void {
  const taken = `sandbox: image "${image}" is opaque: it is taken as running and ready, nothing in it is looked at`;
  const ends = (pod.spec?.restartPolicy ?? 'Always') !== 'Always';
  const message = ends ? `${taken}; nobody knows when and how it ends, so it stays running` : taken;
  tell(world, pod, { type: ends ? 'Warning' : 'Normal', reason: 'Opaque', message });
}

const waitingOf = (status: ContainerStatus | undefined): Waiting | undefined =>
  status?.state.waiting as Waiting | undefined;

function tellStart(world: World, pod: PodObject, { name }: ContainerStatus): void {
  const { initContainers = [], containers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const all = [...initContainers, ...containers, ...ephemeralContainers];
  const container = all.find((candidate) => candidate.name === name);
  if (container) tellPulled(world, pod, container);
  tell(world, pod, { reason: 'Created', message: `Created container: ${name}` });
  tell(world, pod, { reason: 'Started', message: `Started container ${name}` });
  const opaque = world.runtime.opaqueImage(pod.metadata.uid ?? '', name);
  if (opaque !== undefined) tellOpaque(world, pod, opaque);
}

function tellHint(world: World, pod: PodObject, container: string): void {
  const state = world.runtime.state(pod.metadata.uid ?? '', container);
  if (state?.kind === 'waiting' && state.hint)
    tell(world, pod, { type: 'Warning', reason: 'Sandbox', message: state.hint });
}

function tellWaiting(world: World, pod: PodObject, status: ContainerStatus, waiting: Waiting): void {
  const { reason = '', message = '' } = waiting;
  switch (reason) {
    case 'InvalidImageName':
      tell(world, pod, { type: 'Warning', reason: 'InspectFailed', message });
      tell(world, pod, { type: 'Warning', reason: 'Failed', message: 'Error: InvalidImageName' });
      return;
    case 'ErrImagePull':
      tell(world, pod, {
        type: 'Warning',
        reason: 'Failed',
        message: `Failed to pull image "${status.image}": ${message}`,
      });
      tell(world, pod, { type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' });
      tellHint(world, pod, status.name);
      return;
    case 'ErrImageNeverPull':
      tell(world, pod, { type: 'Warning', reason, message });
      tell(world, pod, { type: 'Warning', reason: 'Failed', message: 'Error: ErrImageNeverPull' });
      tellHint(world, pod, status.name);
      return;
    case 'ImagePullBackOff':
      tell(world, pod, { reason: 'BackOff', message: `Back-off pulling image "${status.image}"` });
      tell(world, pod, { type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff' });
      return;
    case 'CrashLoopBackOff':
      tell(world, pod, {
        type: 'Warning',
        reason: 'BackOff',
        message: `Back-off restarting failed container ${status.name} in pod ${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`,
      });
      return;
    case 'CreateContainerConfigError':
      tell(world, pod, { type: 'Warning', reason: 'Failed', message: `Error: ${message}` });
  }
}

const tell = (world: World, pod: PodObject, text: Omit<EventText, 'component'>): void =>
  recordEvent(world, pod, { ...text, component: 'kubelet', host: pod.spec?.nodeName ?? '' });
