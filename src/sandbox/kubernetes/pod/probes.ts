import { PassThrough } from 'node:stream';
import { keyOf } from '../../apiserver/store/store.ts';
import { namedPort } from '../../mesh/endpoints.ts';
import type { Container, PodObject, Probe } from '../../mesh/objects.ts';
import { kubernetesVersion } from '../../versions.ts';
import type { ContainerTarget } from '../../workloads/runtime.ts';
import type { World } from '../../world.ts';
import { tellUnsimulated } from './pod-events.ts';

type Check = {
  readonly world: World;
  readonly pod: PodObject;
  readonly container: Container;
  readonly startedAt: Date;
};

type Readiness = { readonly ready: boolean; readonly retryMs?: number };

const minor = kubernetesVersion.replaceAll(/^v|\.\d+$/g, '');

type Result = { ready: boolean; asked: boolean; nextAt: number };

/** Shortest pause between two looks at a container that isn't ready, in milliseconds. */
const shortestMs = 20;

/** Readiness probes, asked of the containers themselves; what they answered last counts until the next answer. */
export class Probes {
  readonly #results = new Map<string, Map<string, Result>>();

  /** Whether a running container is ready, and when to ask again; without a probe it is. */
  check({ world, pod, container, startedAt }: Check): Readiness {
    const probe = container.readinessProbe;
    const opaque = world.runtime.opaqueImage(pod.metadata.uid ?? '', container.name);
    if (opaque !== undefined) grant(world, opaque, container);
    if (!probe || opaque !== undefined) return { ready: true };
    const { latencyMs } = world.clock;
    const now = world.clock.now().getTime();
    const firstAt = startedAt.getTime() + (probe.initialDelaySeconds ?? 0) * latencyMs;
    const result = this.#resultOf(pod, container, firstAt);
    if (now >= result.nextAt && !result.asked) {
      result.asked = true;
      const pauseMs = Math.max(shortestMs, latencyMs);
      void ask(world, pod, container, probe).then((ready) => {
        result.asked = false;
        result.nextAt = world.clock.now().getTime() + (ready ? (probe.periodSeconds ?? 10) * 1000 : pauseMs);
        result.ready = ready;
      });
    }
    return { ready: result.ready, retryMs: Math.max(shortestMs, result.nextAt - now) };
  }

  forget(uid: string): void {
    this.#results.delete(uid);
  }

  #resultOf({ metadata: { uid = '' } }: PodObject, { name }: Container, firstAt: number): Result {
    const ofPod = this.#results.get(uid) ?? new Map<string, Result>();
    this.#results.set(uid, ofPod);
    const result = ofPod.get(name) ?? { ready: false, asked: false, nextAt: firstAt };
    ofPod.set(name, result);
    return result;
  }
}

/** Of an opaque container nobody knows what its probes would find: they are taken as met, and that is told. */
function grant({ runtime }: World, image: string, container: Container): void {
  for (const kind of ['startupProbe', 'readinessProbe', 'livenessProbe'] as const)
    if (container[kind]) runtime.opaque.granted(image, kind);
}

async function ask(world: World, pod: PodObject, container: Container, probe: Probe): Promise<boolean> {
  const current = world.store.get<PodObject>(keyOf('pods', pod)) ?? pod;
  try {
    if (probe.httpGet) return await askHttp(world, current, probe.httpGet);
    if (probe.tcpSocket) return await askTcp(world, current, probe.tcpSocket);
    if (probe.exec) return await askCommand(world, { pod: current, container: container.name }, probe.exec);
  } catch {
    return false;
  }
  tellUnsimulated(world, current, 'grpc probes');
  return false;
}

async function askHttp(
  world: World,
  pod: PodObject,
  { path = '/', port }: Probe['httpGet'] & object,
): Promise<boolean> {
  const headers = [
    ['Host', `${pod.status?.podIP}:${port}`],
    ['User-Agent', `kube-probe/${minor}`],
  ] as const;
  const request = { method: 'GET', path, headers, body: Buffer.alloc(0) };
  const peer = { address: pod.status?.hostIP ?? '', port: 0 };
  const { uid = '' } = pod.metadata;
  const response = await world.runtime.deliver?.(uid, portOf(pod, port), request, peer);
  return typeof response === 'object' && response.status >= 200 && response.status < 400;
}

async function askTcp(world: World, pod: PodObject, { port }: Probe['tcpSocket'] & object): Promise<boolean> {
  const connection = await world.runtime.connect(pod, portOf(pod, port));
  connection.destroy();
  return true;
}

async function askCommand(
  world: World,
  target: ContainerTarget,
  { command = [] }: Probe['exec'] & object,
): Promise<boolean> {
  const sink = (): PassThrough => new PassThrough().resume();
  const io = { stdout: sink(), stderr: sink(), tty: false, signal: AbortSignal.timeout(1000) };
  return (await world.runtime.exec(target, command, io)) === 0;
}

const portOf = (pod: PodObject, port: number | string): number =>
  typeof port === 'number' ? port : (namedPort(pod, port) ?? 0);
