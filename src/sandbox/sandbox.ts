import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatKubeconfig } from './apiserver/kubeconfig.ts';
import { type ApiServerOptions, startApiServer } from './apiserver/server.ts';
import { createCertificate } from './apiserver/tls/certificate.ts';
import { type Clock, createClock } from './clock.ts';
import { startControllers } from './controllers/manager.ts';
import { controllers as registry } from './controllers/registry.ts';
import { accessControl } from './kubernetes/access-control.ts';
import { publishRootCertificate } from './kubernetes/namespace/service-account.ts';
import { seedClusters } from './seed/seed-cluster.ts';
import { serveTools } from './tools/serve.ts';
import { servedVersion } from './versions.ts';
import { createCatalog, type ImageCatalog, type OpaquePolicy } from './workloads/images/catalog.ts';
import type { DescribedImage } from './workloads/images/described.ts';
import type { OpaqueUse } from './workloads/images/opaque.ts';
import type { World } from './world.ts';
import { createWorlds } from './worlds.ts';

/** One cluster to simulate. `context` is its name in the kubeconfig; `cluster` its id and the id of its network. */
type ClusterSpec = { readonly context: string; readonly cluster: string };

export type SandboxOptions = {
  readonly clusters: readonly ClusterSpec[];
  /** Milliseconds of one unit of simulated work, or the pace of a small real cluster. */
  readonly latency: number | 'realistic';
  /**
   * A folder that only this user can look into and that whoever made it removes; else one is made. Its path must be
   * short enough for a Unix socket in it.
   */
  readonly folder?: string;
  /** Images that a user describes. */
  readonly described?: readonly DescribedImage[];
  /** Images that may run without being simulated; any, if it is left out. */
  readonly opaque?: OpaquePolicy;
};

/** A running sandbox. All its files are in one private folder, which `close` removes if it was not given. */
export type Sandbox = {
  readonly kubeconfig: string;
  /** Environment that tools need: KUBECONFIG, KUBECACHEDIR and what the simulated commands use. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder with the simulated commands. */
  readonly path: string;
  readonly secrets: readonly string[];
  /** Kubernetes version that each API server reports. */
  readonly version: string;
  /** Images that have run so far without being simulated, by the context of their cluster. */
  opaqueImages(): readonly (OpaqueUse & { readonly context: string })[];
  close(): Promise<void>;
};

/** Undoes one thing that was started. */
type Closer = () => unknown;

/**
 * Starts the simulated clusters, each with an API server on a free port of the loopback interface that only the
 * kubeconfig's token opens, and the simulated commands. What was started before a failure is stopped again.
 */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clusters, latency } = options;
  const closers: Closer[] = [];
  const close = async () => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
  };
  try {
    const folder = options.folder ?? (await createFolder(closers));
    const clock = createClock(latency);
    // Keys are made on another thread, while this one brings the clusters up.
    const [tls, worlds] = await Promise.all([
      createCertificate(clock.now()),
      startWorlds(clusters, { clock, images: createCatalog(options.opaque, options.described) }, closers),
    ]);
    const token = randomBytes(32).toString('base64url');
    const urls = await startServers(worlds, { tls, token }, closers);
    const tools = await serveTools(folder, new Map(worlds.map((world, index) => [urls[index] ?? '', world])));
    closers.push(() => tools.close());
    const kubeconfig = join(folder, 'kubeconfig');
    const accesses = clusters.map(({ context }, index) => ({ context, server: urls[index] ?? '' }));
    const text = formatKubeconfig(
      accesses.map((access) => ({ ...access, authority: tls.authority.certificate, token })),
    );
    await writeFile(kubeconfig, text, { mode: 0o600 });
    return {
      kubeconfig,
      env: { KUBECONFIG: kubeconfig, KUBECACHEDIR: join(folder, 'cache') },
      path: tools.path,
      secrets: [token],
      version: servedVersion,
      opaqueImages: () =>
        worlds.flatMap(({ runtime }, index) =>
          runtime.opaque.list().map((use) => ({ context: clusters[index]?.context ?? '', ...use })),
        ),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function createFolder(closers: Closer[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-sandbox-'));
  closers.push(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Clusters as a standup of the platform leaves them, with all that keeps them alive. */
async function startWorlds(
  clusters: readonly ClusterSpec[],
  { clock, images }: { readonly clock: Clock; readonly images: ImageCatalog },
  closers: Closer[],
): Promise<World[]> {
  const worlds = createWorlds(clusters, clock, { images });
  for (const world of worlds) closers.push(() => stopPods(world));
  for (const { world, later } of seedClusters(worlds)) {
    const controllers = startControllers(world, registry, later);
    closers.push(() => controllers.stop());
  }
  return worlds;
}

function stopPods({ store, runtime }: World): void {
  for (const { metadata } of store.list('pods')) runtime.stop(metadata.uid ?? '');
}

/** One certificate serves all: it is good for the loopback address, whatever the port. */
async function startServers(
  worlds: readonly World[],
  secrets: Pick<ApiServerOptions, 'tls' | 'token'>,
  closers: Closer[],
): Promise<string[]> {
  const urls: string[] = [];
  for (const world of worlds) {
    const server = await startApiServer({ context: { world, ...accessControl }, ...secrets });
    closers.push(() => server.close());
    publishRootCertificate(world);
    urls.push(server.url);
  }
  return urls;
}
