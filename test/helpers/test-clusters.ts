import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { controllers } from '../../src/sandbox/controllers/registry.ts';
import { type Changes, followChanges } from '../../src/sandbox/controllers/settle.ts';
import { defaultSwitches, type Switches } from '../../src/sandbox/dataplane/switches.ts';
import { isReady } from '../../src/sandbox/mesh/enrolment.ts';
import type { PodObject } from '../../src/sandbox/mesh/objects.ts';
import type { World } from '../../src/sandbox/world.ts';
import { apply, parseManifest, seedClusters, setLabels, setReplicas } from './clusters.ts';
import { patienceMs } from './patience.ts';

/** Two peered clusters as the platform leaves them, which come to rest after each change. */
export class TestClusters {
  readonly east: World;
  readonly west: World;
  readonly #changes: readonly Changes[];

  constructor(switches: Partial<Switches> = {}) {
    const { east, west, seeded } = seedClusters(0, { ...defaultSwitches, ...switches });
    this.east = east;
    this.west = west;
    this.#changes = seeded.map(({ world, later }) => followChanges(world, controllers, later));
  }

  /** Creates or replaces objects, in every given cluster, and lets the controllers come to rest. */
  async apply(yaml: string, ...worlds: readonly World[]): Promise<void> {
    const targets = worlds.length ? worlds : [this.east];
    for (const world of targets) {
      for (const object of parseManifest(yaml)) apply(world, object);
    }
    await this.settle();
  }

  /** Changes the labels of an object; an undefined value takes a label off. */
  async label(
    world: World,
    resource: string,
    path: string,
    labels: Readonly<Record<string, string | undefined>>,
  ): Promise<void> {
    const [namespace = '', name = ''] = path.includes('/') ? path.split('/') : ['', path];
    setLabels(world, { resource, namespace, name }, labels);
    await this.settle();
  }

  async scale(world: World, path: string, replicas: number): Promise<void> {
    const [namespace = '', name = ''] = path.split('/');
    setReplicas(world, namespace, name, replicas);
    await this.settle();
  }

  async remove(world: World, resource: string, path: string): Promise<void> {
    const [namespace = '', name = ''] = path.split('/');
    world.store.remove({ resource, namespace, name });
    await this.settle();
  }

  pod(world: World, app: string, version?: string): PodObject {
    const found = world.store.list<PodObject>('pods', {
      where: ({ metadata: { labels = {} } }) =>
        (labels.app === app || labels['gateway.networking.k8s.io/gateway-name'] === app) &&
        (!version || labels.version === version),
    })[0];
    if (!found) throw new Error(`no pod of ${app}`);
    return found;
  }

  /** Runs a command in a pod, as `kubectl exec` does. */
  async exec(world: World, app: string, ...argv: readonly string[]): Promise<Ran> {
    const pod = this.pod(world, app);
    const container = pod.spec?.containers?.[0]?.name ?? '';
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const signal = AbortSignal.timeout(patienceMs);
    const code = await world.runtime.exec({ pod, container }, argv, { stdout, stderr, tty: false, signal });
    return { code, stdout: text(stdout), stderr: text(stderr) };
  }

  /** curl from a pod: status and address, as `404 10.96.0.7`; with an error's exit code after them. */
  async curl(world: World, app: string, ...args: readonly string[]): Promise<string> {
    const format = '%{http_code} %{remote_ip}';
    const { code, stdout } = await this.exec(
      world,
      app,
      'curl',
      '-s',
      '-o',
      '/dev/null',
      '-w',
      format,
      ...args,
    );
    return code === 0 ? stdout : `${stdout} exit ${code}`;
  }

  async body(world: World, app: string, ...args: readonly string[]): Promise<string> {
    return (await this.exec(world, app, 'curl', '-s', ...args)).stdout;
  }

  /** The log of the first container of a pod. */
  async log(world: World, app: string): Promise<readonly string[]> {
    return this.logOf(world, this.pod(world, app));
  }

  async logOf(world: World, pod: PodObject): Promise<readonly string[]> {
    const container = pod.spec?.containers?.[0]?.name ?? '';
    const options = { follow: false, previous: false, timestamps: false, signal: AbortSignal.timeout(1000) };
    const lines: string[] = [];
    for await (const line of world.runtime.logs({ pod, container }, options))
      lines.push(line.toString().trimEnd());
    return lines;
  }

  /** Lets the controllers run, and readiness probes be answered, until every pod that runs is ready. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 200; turn += 1) {
      for (const changes of this.#changes) changes.settle();
      if (turn > 1 && [this.east, this.west].every(isAtRest)) return;
      await setTimeout(2);
    }
  }
}

const isAtRest = (world: World): boolean =>
  world.store.list<PodObject>('pods').every((pod) => pod.status?.phase !== 'Running' || isReady(pod));

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

const text = (stream: PassThrough): string => ((stream.read() as Buffer | null) ?? '').toString();
