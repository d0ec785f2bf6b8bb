import { digestOf } from '../../apiserver/digest.ts';
import { timestamp } from '../../apiserver/store/store.ts';
import type { Container, ContainerStatus, PodObject } from '../../mesh/objects.ts';
import type { ContainerState, Termination } from '../../workloads/runtime.ts';

/** Digests that were asked for lately: every status of a pod asks for the same ones again. */
const known = new Map<string, string>();
const most = 1000;

function knownDigestOf(text: string): string {
  const digest = known.get(text) ?? digestOf(text);
  if (known.size >= most) known.clear();
  known.set(text, digest);
  return digest;
}

/** How a container is, as the status of its pod says it. */
export function containerStatus(
  pod: PodObject,
  { name, image }: Container,
  state: ContainerState | undefined,
  { ready, started }: { readonly ready: boolean; readonly started: boolean },
): ContainerStatus {
  const restartCount = state?.restarts ?? 0;
  const hasRun = state?.kind === 'running' || state?.kind === 'terminated' || state?.last !== undefined;
  const isWaiting = state?.kind === 'waiting';
  const id = hasRun ? containerId(pod, name, isWaiting ? restartCount - 1 : restartCount) : '';
  const earlier = () => containerId(pod, name, isWaiting ? restartCount : restartCount - 1);
  return {
    name,
    image,
    imageID: hasRun ? `${image.split(':')[0]}@sha256:${knownDigestOf(image)}` : '',
    ready,
    started: state?.kind === 'running' && started,
    restartCount,
    ...(hasRun ? { containerID: id } : {}),
    state: stateOf(state, id),
    lastState: state?.last ? { terminated: terminated(state.last, earlier()) } : {},
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

export const terminated = (end: Termination, containerID: string): object => ({
  exitCode: end.exitCode,
  reason: end.reason ?? (end.exitCode === 0 ? 'Completed' : 'Error'),
  ...(end.message ? { message: end.message } : {}),
  startedAt: timestamp(end.startedAt),
  finishedAt: timestamp(end.finishedAt),
  containerID,
});

const containerId = ({ metadata }: PodObject, name: string, life: number): string =>
  `containerd://${knownDigestOf(`${metadata.uid}/${name}/${life}`)}`;
