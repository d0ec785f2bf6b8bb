import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { Store } from '../../../../src/sandbox/apiserver/store/store.ts';
import { createClock } from '../../../../src/sandbox/clock.ts';
import { kindsOf } from '../../../../src/sandbox/kubernetes/registry.ts';
import { Memory } from '../../../../src/sandbox/memory.ts';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import { createRuntime } from '../../../../src/sandbox/workloads/create-runtime.ts';
import type { LogOptions } from '../../../../src/sandbox/workloads/runtime.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import { apply, parseManifest } from '../../../helpers/clusters.ts';
import { patienceMs } from '../../../helpers/patience.ts';

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type PodOptions = {
  readonly image: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly restartPolicy?: 'Always' | 'Never';
  readonly container?: object;
  readonly namespace?: string;
  readonly spec?: object;
  readonly status?: object;
};

/** A cluster without controllers: pods are put there ready, Services with a fixed address. */
export class OneWorld {
  readonly world: World;
  #addresses = 1;

  constructor() {
    const clock = createClock(0);
    const store = new Store({ now: clock.now, uid: randomUUID });
    const world: World = {
      cluster: 'one',
      index: 0,
      clock,
      store,
      kinds: kindsOf(store),
      memory: new Memory(),
      runtime: createRuntime(() => world),
      peers: [],
    };
    this.world = world;
    const metadata = { name: 'shop', labels: {} };
    world.store.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata });
  }

  /** Starts a pod with one container, `main`; resolves when its state changed for the first time. */
  pod(
    name: string,
    {
      image,
      labels = {},
      restartPolicy = 'Never',
      container = {},
      namespace = 'shop',
      spec,
      status,
    }: PodOptions,
    onChange = () => {},
  ): PodObject {
    this.#addresses += 1;
    const pod = this.world.store.create('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels },
      spec: { nodeName: 'node', restartPolicy, ...spec, containers: [{ name: 'main', image, ...container }] },
      status: {
        phase: 'Running',
        hostIP: '172.18.0.3',
        podIP: `10.244.1.${this.#addresses}`,
        conditions: [{ type: 'Ready', status: 'True', reason: '', message: '' }],
        ...status,
      },
    } as PodObject);
    this.world.runtime.start(pod, onChange);
    return pod;
  }

  /** Writes what a manifest says, as the API server would. */
  apply(yaml: string): void {
    for (const object of parseManifest(yaml)) apply(this.world, object);
  }

  service(name: string, selector: Readonly<Record<string, string>>): void {
    this.#addresses += 1;
    const spec = {
      clusterIP: `10.96.0.${this.#addresses}`,
      selector,
      ports: [{ port: 9080, targetPort: 9080 }],
    };
    this.world.store.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'shop' },
      spec,
    } as unknown as PodObject);
  }

  async exec(
    pod: PodObject,
    argv: readonly string[],
    { stdin, tty = false }: { stdin?: string; tty?: boolean } = {},
  ): Promise<Ran> {
    const [stdout, stderr, input] = [new PassThrough(), new PassThrough(), new PassThrough()];
    input.end(stdin ?? '');
    const io = { stdin: input, stdout, stderr, tty, signal: AbortSignal.timeout(patienceMs) };
    const code = await this.world.runtime.exec({ pod, container: 'main' }, argv, io);
    return { code, stdout: textOf(stdout), stderr: textOf(stderr) };
  }

  async logs(pod: PodObject, options: Partial<LogOptions> = {}): Promise<string> {
    const all = {
      follow: false,
      previous: false,
      timestamps: false,
      signal: AbortSignal.timeout(5000),
      ...options,
    };
    const chunks: Buffer[] = [];
    for await (const chunk of this.world.runtime.logs({ pod, container: 'main' }, all)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }

  /** Waits until somebody answers on a port; a process that has begun to run may not do so yet. */
  async listening(pod: PodObject, port: number): Promise<void> {
    for (let turn = 0; ; turn += 1) {
      try {
        (await this.world.runtime.connect(pod, port)).destroy();
        return;
      } catch (error) {
        if (turn > 2000) throw error;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }

  /** Waits until a container is in a state. */
  async until(pod: PodObject, kind: 'running' | 'terminated' | 'waiting'): Promise<void> {
    const state = () => this.world.runtime.state(pod.metadata.uid ?? '', 'main');
    for (let turn = 0; state()?.kind !== kind; turn += 1) {
      if (turn > 2000) throw new Error(`still ${state()?.kind}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

const textOf = (stream: PassThrough): string => ((stream.read() as Buffer | null) ?? '').toString();
