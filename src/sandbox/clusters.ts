import type { Serving } from './apiserver/door.ts';
import { apiServer } from './apiserver/server.ts';
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

/** Clusters that are up, each with what answers as its API server. */
export type Clusters = {
  readonly worlds: readonly World[];
  readonly servings: readonly Serving[];
  opaqueImages(): readonly (OpaqueUse & { readonly context: string })[];
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
  return {
    worlds,
    servings,
    opaqueImages: () =>
      worlds.flatMap(({ runtime }, index) =>
        runtime.opaque.list().map((use) => ({ context: clusters[index]?.context ?? '', ...use })),
      ),
    stop() {
      for (const manager of managers) manager.stop();
      for (const world of worlds) stopPods(world);
    },
  };
}

function stopPods({ store, runtime }: World): void {
  for (const { metadata } of store.list('pods')) runtime.stop(metadata.uid ?? '');
}
