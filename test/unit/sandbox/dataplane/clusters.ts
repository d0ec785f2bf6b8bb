import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { createClock } from '../../../../src/sandbox/clock.ts';
import { seedCluster } from '../../../../src/sandbox/controllers/seed/seed-cluster.ts';
import { settle } from '../../../../src/sandbox/controllers/settle.ts';
import { withDefaults } from '../../../../src/sandbox/controllers/write.ts';
import { defaultSwitches, type Switches } from '../../../../src/sandbox/dataplane/switches.ts';
import { kindRegistry } from '../../../../src/sandbox/kinds/registry.ts';
import { isReady } from '../../../../src/sandbox/mesh/enrolment.ts';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import { type KubeObject, resourceName } from '../../../../src/sandbox/store/object.ts';
import { keyOf, Store } from '../../../../src/sandbox/store/store.ts';
import { createRuntime } from '../../../../src/sandbox/workloads/create-runtime.ts';
import type { World } from '../../../../src/sandbox/world.ts';

/** Two peered clusters as the platform leaves them, for journeys through them. */
export class Clusters {
  readonly east: World;
  readonly west: World;

  constructor(switches: Partial<Switches> = {}) {
    const worlds: World[] = [];
    const clock = createClock(0);
    for (const [index, cluster] of ['east', 'west'].entries()) {
      const world: World = {
        cluster,
        index,
        clock,
        store: new Store({ now: clock.now, uid: randomUUID }),
        runtime: createRuntime(() => world, { ...defaultSwitches, ...switches }),
        get peers() {
          return worlds.filter((other) => other !== world);
        },
      };
      worlds.push(world);
    }
    const [east, west] = worlds;
    if (!east || !west) throw new Error('two clusters');
    for (const world of worlds) seedCluster(world);
    this.east = east;
    this.west = west;
  }

  /** Creates or replaces objects, in every given cluster, and lets the controllers come to rest. */
  async apply(yaml: string, ...worlds: readonly World[]): Promise<void> {
    const targets = worlds.length ? worlds : [this.east];
    for (const world of targets) {
      for (const document of parseAllDocuments(yaml)) {
        const object = document.toJS() as KubeObject | null;
        if (object) put(world, object);
      }
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
    const changed = world.store.mutate({ resource, namespace, name }, (object) => ({
      ...object,
      metadata: {
        ...object.metadata,
        labels: Object.fromEntries(
          Object.entries({ ...object.metadata.labels, ...labels }).filter(
            (entry): entry is [string, string] => entry[1] !== undefined,
          ),
        ),
      },
    }));
    if (!changed) throw new Error(`no ${resource} ${path}`);
    await this.settle();
  }

  async scale(world: World, path: string, replicas: number): Promise<void> {
    const [namespace = '', name = ''] = path.split('/');
    world.store.mutate({ resource: 'deployments.apps', namespace, name }, (object) => ({
      ...object,
      spec: { ...(object.spec as object), replicas },
    }));
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
    const signal = AbortSignal.timeout(10_000);
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
      for (const world of [this.east, this.west]) settle(world);
      if (turn > 1 && [this.east, this.west].every(isAtRest)) return;
      await setTimeout(2);
    }
  }
}

const isAtRest = (world: World): boolean =>
  world.store.list<PodObject>('pods').every((pod) => pod.status?.phase !== 'Running' || isReady(pod));

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

const text = (stream: PassThrough): string => ((stream.read() as Buffer | null) ?? '').toString();

function put(world: World, object: KubeObject): void {
  const [version = '', group = ''] = object.apiVersion.split('/').reverse();
  const kind = kindRegistry.byKind(group, version, object.kind);
  if (!kind) throw new Error(`unknown kind ${object.kind}`);
  const resource = resourceName(kind.group, kind.plural);
  const complete = withDefaults(resource, object);
  if (world.store.get(keyOf(resource, complete))) world.store.update(resource, complete);
  else world.store.create(resource, complete);
}
