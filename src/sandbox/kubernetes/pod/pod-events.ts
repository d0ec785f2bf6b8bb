import { type EventText, recordEvent } from '../../controllers/record-event.ts';
import type { ContainerStatus, PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import { tellPulled } from './pull.ts';

type Waiting = { readonly reason?: string; readonly message?: string };

/** Tells what happened to a pod's containers between two of its statuses. */
export function tellContainers(world: World, before: PodObject, after: PodObject): void {
  for (const status of after.status?.containerStatuses ?? []) {
    const old = before.status?.containerStatuses?.find(({ name }) => name === status.name);
    if (status.containerID && status.containerID !== old?.containerID) tellStart(world, after, status);
    const waiting = waitingOf(status);
    if (waiting?.reason && waiting.reason !== waitingOf(old)?.reason)
      tellWaiting(world, after, status, waiting);
  }
}

export function tellKilling(world: World, pod: PodObject): void {
  for (const { name } of pod.spec?.containers ?? [])
    tell(world, pod, { reason: 'Killing', message: `Stopping container ${name}` });
}

/** What a pod asks for that the sandbox doesn't do. */
export const tellUnsimulated = (world: World, pod: PodObject, what: string): void =>
  tell(world, pod, {
    type: 'Warning',
    reason: 'NotSimulated',
    message: `sandbox: ${what} of a pod are not simulated`,
  });

const waitingOf = (status: ContainerStatus | undefined): Waiting | undefined =>
  status?.state.waiting as Waiting | undefined;

function tellStart(world: World, pod: PodObject, { name }: ContainerStatus): void {
  const container = pod.spec?.containers?.find((candidate) => candidate.name === name);
  if (container) tellPulled(world, pod, container);
  tell(world, pod, { reason: 'Created', message: `Created container: ${name}` });
  tell(world, pod, { reason: 'Started', message: `Started container ${name}` });
}

function tellWaiting(world: World, pod: PodObject, status: ContainerStatus, waiting: Waiting): void {
  const { reason = '', message = '' } = waiting;
  switch (reason) {
    case 'ErrImagePull':
      tell(world, pod, {
        type: 'Warning',
        reason: 'Failed',
        message: `Failed to pull image "${status.image}": ${message}`,
      });
      tell(world, pod, { type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' });
      return;
    case 'ImagePullBackOff':
      tell(world, pod, { reason: 'BackOff', message: `Back-off pulling image "${status.image}"` });
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
