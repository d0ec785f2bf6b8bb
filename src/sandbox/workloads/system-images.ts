import type { HttpResponse } from '../dataplane/message.ts';
import { reply } from './http-reply.ts';
import type { Workload } from './workload.ts';

/** A program of the platform that only has to be there: it says so in its log and answers its probes. */
type SystemImage = {
  readonly repository: string;
  readonly said: string;
  readonly binaries?: readonly string[];
  /** Paths that answer 200, by port. */
  readonly health?: Readonly<Record<number, readonly string[]>>;
  /** Ports where it tells of itself, of which nothing is known. */
  readonly admin?: readonly number[];
};

const istioBinaries = ['sh', 'bash', 'curl'];

const images: readonly SystemImage[] = [
  { repository: 'library/pause', said: '' },
  { repository: 'pause', said: '' },
  {
    repository: 'coredns/coredns',
    said: '.:53',
    health: { 8080: ['/health'], 8181: ['/ready'] },
  },
  {
    repository: 'etcd',
    said: 'ready to serve client requests',
    health: { 2381: ['/health', '/readyz', '/livez'] },
  },
  {
    repository: 'kube-apiserver',
    said: 'Serving securely on [::]:6443',
    health: { 6443: ['/livez', '/readyz', '/healthz'] },
  },
  { repository: 'kube-controller-manager', said: 'Serving securely on 127.0.0.1:10257' },
  { repository: 'kube-scheduler', said: 'Serving securely on 127.0.0.1:10259' },
  { repository: 'kube-proxy', said: 'Caches are synced' },
  { repository: 'kindest/kindnetd', said: 'connected to apiserver' },
  { repository: 'kindest/local-path-provisioner', said: 'Provisioner started' },
  { repository: 'metallb/controller', said: 'MetalLB controller starting', health: { 7472: ['/metrics'] } },
  { repository: 'metallb/speaker', said: 'MetalLB speaker starting', health: { 7472: ['/metrics'] } },
  {
    repository: 'pilot',
    said: 'info\tstarting discovery service',
    binaries: ['pilot-discovery', ...istioBinaries],
    health: { 8080: ['/ready'], 15014: ['/metrics', '/version'] },
  },
  {
    repository: 'ztunnel',
    said: "info\treadiness\tTask 'proxy handlers' complete, marking server ready",
    binaries: ['ztunnel', ...istioBinaries],
    health: { 15020: ['/metrics'], 15021: ['/healthz/ready'] },
    admin: [15000],
  },
  {
    repository: 'install-cni',
    said: 'info\tInstallation succeed, start watching for re-installation.',
    binaries: ['install-cni', ...istioBinaries],
    health: { 8000: ['/readyz', '/healthz'] },
  },
  {
    repository: 'enterprise-agentgateway-controller',
    said: 'info\tstarting controller',
    health: { 9093: ['/readyz', '/healthz'] },
  },
];

/** Images that a cluster runs for itself, for the mesh and for its gateways. */
export const systemImages: readonly Workload[] = images.map(systemImage);

function systemImage({ repository, said, binaries = [], health = {}, admin = [] }: SystemImage): Workload {
  return {
    repositories: repositoriesOf(repository),
    binaries,
    ...(binaries.includes('curl') ? { curlVersion: () => '7.81.0' } : {}),
    entrypoint: () => ({
      kind: 'server',
      start: ({ print, world }) => {
        if (said) print(`${world.clock.now().toISOString().replace('Z', '000Z')}\t${said}`);
        return (port) => {
          if (admin.includes(port)) return async ({ path }) => notSimulated(repository, path);
          const paths = health[port];
          if (!paths) return undefined;
          return async ({ path }) => {
            const isThere = paths.includes(path.split('?')[0] ?? '');
            return isThere && path === '/metrics'
              ? noMetrics(repository)
              : reply('', { status: isThere ? 200 : 404 });
          };
        };
      },
    }),
  };
}

/** There are metrics, as whoever probes them wants to know; which, only a comment says. */
export const noMetrics = (program: string): HttpResponse =>
  reply(`# sandbox: metrics of ${program} are not simulated\n`, { type: 'text/plain; version=0.0.4' });

/** What a program would tell of itself. */
export const notSimulated = (program: string, path: string): HttpResponse =>
  reply(`sandbox: ${path} of ${program} is not simulated\n`, { status: 501 });

/** Istio's images are published under several roofs. */
function repositoriesOf(repository: string): readonly string[] {
  return [
    repository,
    `library/${repository}`,
    `istio/${repository}`,
    `istio-release/${repository}`,
    `soloio-img/istio/${repository}`,
    `solo-public/enterprise-agentgateway/${repository}`,
  ];
}
