import { PassThrough } from 'node:stream';
import { keyOf } from '../../apiserver/store/store.ts';
import type { Probe } from '../../mesh/container-objects.ts';
import { namedPort } from '../../mesh/endpoints.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { kubernetesVersion } from '../../versions.ts';
import type { ContainerTarget } from '../../workloads/runtime.ts';
import type { World } from '../../world.ts';

/** What a probe found; `why` is how the kubelet says that it failed. */
export type ProbeAnswer = { readonly met: true } | { readonly met: false; readonly why: string };

const met: ProbeAnswer = { met: true };
const failed = (why: string): ProbeAnswer => ({ met: false, why });

type Asked = { readonly pod: PodObject; readonly container: string };

/** Asks a container what one of its probes wants to know. */
export async function askProbe(world: World, { pod, container }: Asked, probe: Probe): Promise<ProbeAnswer> {
  const current = world.store.get<PodObject>(keyOf('pods', pod)) ?? pod;
  const { timeoutSeconds = 1 } = probe;
  try {
    if (probe.httpGet) return await askHttp(world, current, probe.httpGet, timeoutSeconds);
    if (probe.tcpSocket) return await askTcp(world, current, probe.tcpSocket);
    if (probe.grpc) return await askGrpc(world, current, probe.grpc);
    if (probe.exec) return await askCommand(world, { pod: current, container }, probe.exec, timeoutSeconds);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
  return met;
}

const minor = kubernetesVersion.replaceAll(/^v|\.\d+$/g, '');

async function askHttp(
  world: World,
  pod: PodObject,
  { path = '/', port, scheme = 'HTTP', httpHeaders = [] }: Probe['httpGet'] & object,
  timeoutSeconds: number,
): Promise<ProbeAnswer> {
  const address = `${pod.status?.podIP}:${portOf(pod, port)}`;
  const url = `${scheme.toLowerCase()}://${address}${path.startsWith('/') ? path : `/${path}`}`;
  const own = httpHeaders.map(({ name, value }) => [name, value] as const);
  const headers = [
    ...(own.some(([name]) => name.toLowerCase() === 'host') ? [] : [['Host', address] as const]),
    ['User-Agent', `kube-probe/${minor}`] as const,
    ...own,
  ];
  const isSecure = scheme === 'HTTPS';
  const request = { method: 'GET', path, headers, body: Buffer.alloc(0) };
  const answer = send(world, pod, { port: portOf(pod, port), isSecure }, request);
  if (!answer) return failed(`Get "${url}": ${refused(address)}`);
  const response = await within(answer, timeoutSeconds);
  if (response === 'late')
    return failed(`Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`);
  if (response === 'reset') return failed(`Get "${url}": EOF`);
  if ('kind' in response)
    return failed(
      `Get "${url}": ${response.fault === 'no tls' ? 'http: server gave HTTP response to HTTPS client' : 'remote error: tls: handshake failure'}`,
    );
  const { status } = response;
  return status >= 200 && status < 400 ? met : failed(`HTTP probe failed with statuscode: ${status}`);
}

async function askTcp(
  world: World,
  pod: PodObject,
  { port }: Probe['tcpSocket'] & object,
): Promise<ProbeAnswer> {
  const number = portOf(pod, port);
  try {
    (await world.runtime.connect(pod, number)).destroy();
    return met;
  } catch {
    return failed(refused(`${pod.status?.podIP}:${number}`));
  }
}

const notHealth = failed(
  'error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service',
);

/** A server that knows the health protocol answers its method; what comes back is as HTTP carries it. */
async function askGrpc(
  world: World,
  pod: PodObject,
  { port, service = '' }: Probe['grpc'] & object,
): Promise<ProbeAnswer> {
  const headers = [['content-type', 'application/grpc'] as const];
  const path = '/grpc.health.v1.Health/Check';
  const request = { method: 'POST', path, headers, body: Buffer.from(service) };
  const answer = send(world, pod, { port }, request);
  if (!answer) {
    const target = `${pod.status?.podIP}:${port}`;
    return failed(`timeout: failed to connect service "${target}" within 1s: context deadline exceeded`);
  }
  const response = await answer;
  if (response === 'reset' || 'kind' in response) return notHealth;
  const served = response.headers.some(([name]) => name === 'grpc-status');
  if (!served) return notHealth;
  const status = response.body.toString();
  return status === 'SERVING' ? met : failed(`service unhealthy (responded with "${status}")`);
}

async function askCommand(
  world: World,
  target: ContainerTarget,
  { command = [] }: Probe['exec'] & object,
  timeoutSeconds: number,
): Promise<ProbeAnswer> {
  const output = new PassThrough();
  const limit = AbortSignal.timeout(timeoutSeconds * 1000);
  const io = { stdout: output, stderr: output, tty: false, signal: limit };
  const code = await world.runtime.exec(target, command, io);
  if (code === 0) return met;
  if (limit.aborted)
    return failed(`command timed out: "${command.join(' ')}" timed out after ${timeoutSeconds}s`);
  return failed(((output.read() as Buffer | null) ?? '').toString());
}

type Deliver = NonNullable<World['runtime']['deliver']>;

/** Kubelets take any certificate. */
const tls = { refuse: () => undefined };

function send(
  { runtime }: World,
  { metadata, status }: PodObject,
  to: { readonly port: number; readonly isSecure?: boolean },
  request: Parameters<Deliver>[2],
) {
  const caller = { address: status?.hostIP ?? '', port: 0, ...(to.isSecure ? { tls } : {}) };
  return runtime.deliver?.(metadata.uid ?? '', to.port, request, caller);
}

async function within<T>(answer: Promise<T>, seconds: number): Promise<T | 'late'> {
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), seconds * 1000);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const refused = (address: string): string => `dial tcp ${address}: connect: connection refused`;

const portOf = (pod: PodObject, port: number | string): number =>
  typeof port === 'number' ? port : (namedPort(pod, port) ?? 0);
