import type { Serving } from './apiserver/door.ts';
import type { Kind } from './apiserver/kind.ts';
import { apiServer } from './apiserver/server.ts';
import type { KubeObject } from './apiserver/store/object.ts';
import type { Authority } from './apiserver/tls/authority.ts';
import type { Clock } from './clock.ts';
import { startControllers } from './controllers/manager.ts';
import { controllers } from './controllers/registry.ts';
import { accessControl } from './kubernetes/access-control.ts';
import { seedClusters } from './seed/seed-cluster.ts';
import { createCatalog, type OpaquePolicy } from './workloads/images/catalog.ts';
import type { DescribedImage } from './workloads/images/described.ts';
import type { OpaqueUse } from './workloads/images/opaque.ts';
import type { World } from './world.ts';
import { createWorlds } from './worlds.ts';

/** One cluster to simulate. `context` is its name in the kubeconfig; `cluster` its id and the id of its network. */
type ClusterSpec = { readonly context: string; readonly cluster: string };

export type ClustersOptions = {
  readonly clusters: readonly ClusterSpec[];
  readonly clock: Clock;
  /** Images that a user describes. */
  readonly described?: readonly DescribedImage[];
  /** Images that may run without being simulated; any, if it is left out. */
  readonly opaque?: OpaquePolicy;
  readonly authority: Authority;
  /** Bearer of it is the administrator of each. */
  readonly token: string;
};

/** An object that is stored, and its kind. */
export type ClusterObject = Pick<Kind, 'group' | 'kind' | 'plural' | 'verbs'> & {
  readonly context: string;
  readonly metadata: KubeObject['metadata'];
  /** Whether the cluster came up with it. */
  readonly initial: boolean;
};

/** Clusters that are up, each with what answers as its API server. */
export type Clusters = {
  readonly worlds: readonly World[];
  readonly servings: readonly Serving[];
  opaqueImages(): readonly (OpaqueUse & { readonly context: string })[];
  objects(): readonly ClusterObject[];
  stop(): void;
};

/** Clusters as a standup of the platform leaves them, with all that keeps them alive. */
export function startClusters(options: ClustersOptions): Clusters {
  const { clusters, clock, described, opaque, authority, token } = options;
  const images = createCatalog(opaque, described);
  const worlds = createWorlds(clusters, clock, { images });
  // The authority of a cluster is there before its namespaces are, which all have its certificate.
  const servings = worlds.map((world) =>
    apiServer({ context: { world, ...accessControl }, authority, token }),
  );
  const managers = seedClusters(worlds).map(({ world, later }) =>
    startControllers(world, controllers, later),
  );
  const initial = new Set(worlds.flatMap((world) => uidsOf(world)));
  return {
    worlds,
    servings,
    opaqueImages: () =>
      worlds.flatMap(({ runtime }, index) =>
        runtime.opaque.list().map((use) => ({ context: clusters[index]?.context ?? '', ...use })),
      ),
    objects: () =>
      worlds.flatMap((world, index) =>
        objectsOf(world).map(({ kind, metadata }) => {
          const { group, plural, verbs } = kind;
          const context = clusters[index]?.context ?? '';
          return {
            context,
            group,
            kind: kind.kind,
            plural,
            verbs,
            metadata,
            initial: initial.has(metadata.uid),
          };
        }),
      ),
    stop() {
      for (const manager of managers) manager.stop();
      for (const world of worlds) stopPods(world);
    },
  };
}

type Stored = { readonly kind: Kind; readonly metadata: KubeObject['metadata'] };

function objectsOf({ store, kinds }: World): readonly Stored[] {
  return store.resources().flatMap((resource) => {
    const kind = kinds.byResource(resource);
    return kind === undefined ? [] : store.list(resource).map(({ metadata }) => ({ kind, metadata }));
  });
}

const uidsOf = ({ store }: World): readonly (string | undefined)[] =>
  store.resources().flatMap((resource) => store.list(resource).map(({ metadata }) => metadata.uid));

function stopPods({ store, runtime }: World): void {
  for (const { metadata } of store.list('pods')) runtime.stop(metadata.uid ?? '');
}
