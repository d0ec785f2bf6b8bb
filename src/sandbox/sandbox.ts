import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DoorOptions, openDoor } from './apiserver/door.ts';
import { formatKubeconfig } from './apiserver/kubeconfig.ts';
import { createCertificate } from './apiserver/tls/certificate.ts';
import { createClock } from './clock.ts';
import type { ClusterObject, Clusters, ClustersOptions } from './clusters.ts';
import { serveTools } from './tools/serve.ts';
import { servedVersion } from './versions.ts';
import type { OpaqueUse } from './workloads/images/opaque.ts';

export type SandboxOptions = Pick<ClustersOptions, 'clusters' | 'described' | 'opaque'> & {
  /** Milliseconds of one unit of simulated work, or the pace of a small real cluster. */
  readonly latency: number | 'realistic';
  /**
   * A folder that only this user can look into and that whoever made it removes; else one is made. Its path must be
   * short enough for a Unix socket in it.
   */
  readonly folder?: string;
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
  /** Brings up its clusters ahead of the first question: while a command starts that is going to ask one. */
  expectQuestions(): void;
  /** All objects that its clusters have now; none while nobody has asked them anything. */
  objects(): readonly ClusterObject[];
  close(): Promise<void>;
};

/** Undoes one thing that was started. */
type Closer = () => unknown;

/**
 * Opens the simulated clusters, each with an API server on a free port of the loopback interface that only the
 * kubeconfig's token opens, and the simulated commands. The clusters themselves come up when somebody asks the first of
 * them. What was started before a failure is stopped again.
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
    const tls = await createCertificate(clock.now());
    const token = randomBytes(32).toString('base64url');
    const { authority } = tls;
    const asked = whenAsked({ ...options, clock, authority, token });
    closers.push(() => asked.stop());
    const secrets = { key: tls.key, cert: tls.cert, authority: authority.certificate };
    const urls = await openDoors(clusters.length, { tls: secrets, ...asked }, closers);
    const worldsByUrl = async () => {
      const { worlds } = await asked.start();
      return new Map(worlds.map((world, index) => [urls[index] ?? '', world]));
    };
    const tools = await serveTools(folder, worldsByUrl);
    closers.push(() => tools.close());
    const kubeconfig = join(folder, 'kubeconfig');
    const accesses = clusters.map(({ context }, index) => ({ context, server: urls[index] ?? '' }));
    const text = formatKubeconfig(
      accesses.map((access) => ({ ...access, authority: authority.certificate, token })),
    );
    await writeFile(kubeconfig, text, { mode: 0o600 });
    return {
      kubeconfig,
      env: { KUBECONFIG: kubeconfig, KUBECACHEDIR: join(folder, 'cache') },
      path: tools.path,
      secrets: [token],
      version: servedVersion,
      opaqueImages: () => asked.opaqueImages(),
      expectQuestions: () => asked.expect(),
      objects: () => asked.objects(),
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

type WhenAsked = {
  /** The clusters, which come up when this is called for the first time. */
  start(): Promise<Clusters>;
  /** Has them come up once whatever is being done is done. */
  expect(): void;
  opaqueImages: Sandbox['opaqueImages'];
  objects: Sandbox['objects'];
  stop(): Promise<void>;
};

/** Clusters that nobody has asked yet cost nothing: what makes them isn't even loaded. */
function whenAsked(options: ClustersOptions): WhenAsked {
  let starting: Promise<Clusters> | undefined;
  let started: Clusters | undefined;
  const load = async (): Promise<Clusters> => {
    const { startClusters } = await import('./clusters.ts');
    started = startClusters(options);
    return started;
  };
  const start = (): Promise<Clusters> => {
    starting ??= load();
    return starting;
  };
  return {
    start,
    expect() {
      // Whoever asks is told what went wrong.
      if (starting === undefined) setImmediate(() => start().catch(() => undefined));
    },
    opaqueImages: () => started?.opaqueImages() ?? [],
    objects: () => started?.objects() ?? [],
    async stop() {
      await starting?.catch(() => undefined);
      started?.stop();
    },
  };
}

/** One certificate serves all: it is good for the loopback address, whatever the port. */
async function openDoors(
  count: number,
  { tls, start }: Pick<DoorOptions, 'tls'> & Pick<WhenAsked, 'start'>,
  closers: Closer[],
): Promise<string[]> {
  const urls: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const open = async () => {
      const serving = (await start()).servings[index];
      if (!serving) throw new Error('there is no such cluster');
      return serving;
    };
    const door = await openDoor({ tls, open });
    closers.push(() => door.close());
    urls.push(door.url);
  }
  return urls;
}
