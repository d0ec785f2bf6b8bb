import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { admit } from '../../src/sandbox/apiserver/admission/admit.ts';
import { loadCel } from '../../src/sandbox/apiserver/cel/library.ts';
import type { Kind } from '../../src/sandbox/apiserver/kind.ts';
import { type KubeObject, type ObjectKey, resourceName } from '../../src/sandbox/apiserver/store/object.ts';
import { createClock } from '../../src/sandbox/clock.ts';
import { startControllers } from '../../src/sandbox/controllers/manager.ts';
import { controllers } from '../../src/sandbox/controllers/registry.ts';
import { defaultSwitches, type Switches } from '../../src/sandbox/dataplane/switches.ts';
import { seedClusters as seed } from '../../src/sandbox/seed/seed-cluster.ts';
import { servedKinds } from '../../src/sandbox/seed/served-kinds.ts';
import type { World } from '../../src/sandbox/world.ts';
import { createWorlds } from '../../src/sandbox/worlds.ts';
import { patienceMs } from './patience.ts';

/** Two seeded clusters, `east` and `west`, with their controllers at work and nothing in front of them. */
export type Clusters = { readonly east: World; readonly west: World; close(): void };

export function startClusters(latency: number | 'realistic' = 0): Clusters {
  const { east, west, seeded } = seedClusters(latency);
  const running = seeded.map(({ world, later }) => startControllers(world, controllers, later));
  return { east, west, close: () => running.forEach((controllers) => void controllers.stop()) };
}

/** The same two clusters, with controllers that only work when they are told to settle. */
export function seedClusters(
  latency: number | 'realistic' = 0,
  switches: Switches = defaultSwitches,
): Omit<Clusters, 'close'> & { readonly seeded: ReturnType<typeof seed> } {
  const specs = ['east', 'west'].map((cluster) => ({ context: cluster, cluster }));
  const [east, west] = createWorlds(specs, createClock(latency), { switches }) as [World, World];
  return { east, west, seeded: seed([east, west]) };
}

export const readManifest = (path: string): KubeObject[] => parseManifest(readFileSync(path, 'utf8'));

export const parseManifest = (text: string): KubeObject[] =>
  parseAllDocuments(text)
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null);

await loadCel();
const kinds = servedKinds();

export function kindOf({ apiVersion, kind }: KubeObject): Kind {
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const found = kinds.byKind(group, version, kind);
  if (!found) throw new Error(`no kind ${kind} of ${apiVersion}`);
  return found;
}

/** Where an object belongs; what has no namespace goes to `default`. */
export function placeOf(object: KubeObject): ObjectKey {
  const kind = kindOf(object);
  const namespace = kind.namespaced ? (object.metadata.namespace ?? 'default') : '';
  return { resource: resourceName(kind.group, kind.plural), namespace, name: object.metadata.name };
}

/** Writes an object as the API server would: admitted, created or replaced. */
export function apply(world: World, object: KubeObject): KubeObject {
  const kind = kindOf(object);
  const key = placeOf(object);
  const old = world.store.get(key);
  const metadata = {
    ...object.metadata,
    ...(kind.namespaced ? { namespace: key.namespace } : {}),
    ...(old ? {} : { uid: randomUUID() }),
  };
  const admitted = admit(
    kind,
    { ...object, metadata },
    {
      ...(old ? { old } : {}),
      fieldValidation: 'Strict',
      now: world.clock.now(),
      others: () => world.store.list(key.resource),
    },
  ).object;
  if (!old) return world.store.create(key.resource, admitted);
  return world.store.update(key.resource, { ...admitted, ...(old.status ? { status: old.status } : {}) });
}

/** Changes the labels of an object; an undefined value takes a label off. */
export function setLabels(
  world: World,
  key: ObjectKey,
  labels: Readonly<Record<string, string | undefined>>,
): void {
  const changed = world.store.mutate(key, ({ metadata, ...object }) => {
    const all = Object.entries({ ...metadata.labels, ...labels });
    const kept = all.filter((entry): entry is [string, string] => entry[1] !== undefined);
    return { ...object, metadata: { ...metadata, labels: Object.fromEntries(kept) } };
  });
  if (!changed) throw new Error(`no ${key.resource} ${key.namespace}/${key.name}`);
}

/** Scales a Deployment. */
export function setReplicas(world: World, namespace: string, name: string, replicas: number): void {
  const changed = world.store.mutate({ resource: 'deployments.apps', namespace, name }, (object) => ({
    ...object,
    spec: { ...(object.spec as object), replicas },
  }));
  if (!changed) throw new Error(`no deployment ${namespace}/${name}`);
}

/** Resolves with what `read` gives once it gives something; looks again after each write, in any of the worlds. */
export function eventually<T>(
  worlds: readonly World[],
  read: () => T | undefined,
  patience = patienceMs,
): Promise<T> {
  const found = read();
  if (found !== undefined) return Promise.resolve(found);
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(() => reject(new Error('it never came to that')), patience);
  const stops = worlds.map(({ store }) =>
    store.subscribe(() => {
      const value = read();
      if (value !== undefined) resolve(value);
    }),
  );
  return promise.finally(() => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  });
}

/** The objects that a partial one may stand for: by its name, or by its labels where it has none. */
export function candidates(world: World, wanted: KubeObject): readonly KubeObject[] {
  const key = placeOf(wanted);
  if (wanted.metadata.name) return [world.store.get(key)].flatMap((object) => object ?? []);
  const labels = Object.entries(wanted.metadata.labels ?? {});
  return world.store.list(key.resource, {
    namespace: key.namespace,
    where: ({ metadata }) => labels.every(([name, value]) => metadata.labels?.[name] === value),
  });
}
