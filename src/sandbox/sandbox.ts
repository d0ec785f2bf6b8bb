import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kindSchema } from './api/kind-schema.ts';
import { formatKubeconfig } from './api/kubeconfig.ts';
import { type ApiServer, startApiServer } from './api/server.ts';
import { createCertificate } from './api/tls/certificate.ts';
import { kubernetesVersion } from './api/version.ts';
import { type Clock, createClock } from './clock.ts';
import type { World } from './world.ts';
import { createWorlds } from './worlds.ts';

/** One cluster to simulate. `context` is its name in the kubeconfig; `cluster` its id and the id of its network. */
export type ClusterSpec = { readonly context: string; readonly cluster: string };

export type SandboxOptions = {
  readonly clusters: readonly ClusterSpec[];
  /** Milliseconds of one unit of simulated work, or the pace of a small real cluster. */
  readonly latency: number | 'realistic';
  /** Told of the private folder as soon as there is one, so that somebody can remove it should this process be killed. */
  readonly onFolder?: (folder: string) => void;
};

/** A running sandbox. All its files are in one private folder, which `close` removes. */
export type Sandbox = {
  readonly kubeconfig: string;
  /** Environment that tools need: KUBECONFIG, KUBECACHEDIR and what the simulated commands use. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder with the simulated commands. */
  readonly path: string;
  readonly secrets: readonly string[];
  /** Kubernetes version that each API server reports. */
  readonly version: string;
  close(): Promise<void>;
};

/**
 * Starts the simulated clusters, each with an API server on a free port of the loopback interface, that only bearers
 * of the token in the kubeconfig get to. What was started before a failure is stopped again.
 */
export async function createSandbox({ clusters, latency, onFolder }: SandboxOptions): Promise<Sandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-sandbox-'));
  onFolder?.(folder);
  const closers: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async () => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
  };
  try {
    const clock = createClock(latency);
    const worlds = createWorlds(clusters, clock);
    const token = randomBytes(32).toString('base64url');
    const { servers, authority } = await startServers(worlds, clock, token, closers);
    const accesses = clusters.map(({ context }, index) => ({
      context,
      server: servers[index]?.url ?? '',
      authority,
      token,
    }));
    const kubeconfig = join(folder, 'kubeconfig');
    await writeFile(kubeconfig, formatKubeconfig(accesses), { mode: 0o600 });
    return {
      kubeconfig,
      env: { KUBECONFIG: kubeconfig, KUBECACHEDIR: join(folder, 'cache') },
      path: folder,
      secrets: [token],
      version: kubernetesVersion,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One certificate serves all: it is good for the loopback address, whatever the port. */
async function startServers(
  worlds: readonly World[],
  clock: Clock,
  token: string,
  closers: (() => unknown)[],
): Promise<{ readonly servers: readonly ApiServer[]; readonly authority: string }> {
  const tls = createCertificate(clock.now());
  const servers: ApiServer[] = [];
  for (const world of worlds) {
    const server = await startApiServer({ context: { world, schema: kindSchema }, tls, token });
    closers.push(() => server.close());
    servers.push(server);
  }
  return { servers, authority: tls.cert };
}
