import { table } from '../output/table.ts';
import type {
  ZtunnelCertificates,
  ZtunnelDump,
  ZtunnelPolicy,
  ZtunnelService,
  ZtunnelState,
  ZtunnelWorkload,
} from './structs.ts';

const by =
  <T>(key: (one: T) => string) =>
  (a: T, b: T): number => {
    const [left, right] = [key(a), key(b)];
    if (left === right) return 0;
    return left < right ? -1 : 1;
  };

export const workloadsTable = ({ services }: ZtunnelDump, found: readonly ZtunnelWorkload[]): string =>
  table([
    ['NAMESPACE', 'POD NAME', 'ADDRESS', 'NODE', 'WAYPOINT', 'PROTOCOL'],
    ...found
      .toSorted(by(({ namespace, name, node = '' }) => `${namespace}.${name}\0${node}`))
      .map((workload) => [
        workload.namespace,
        workload.name,
        (workload.workloadIps ?? []).join(',') || (workload.hostname ?? ''),
        workload.node ?? '',
        waypointName(workload, services),
        workload.protocol,
      ]),
  ]);

export const inOrder = (found: readonly ZtunnelService[]): readonly ZtunnelService[] =>
  found.toSorted(by(({ namespace, name, hostname }) => `${namespace}\0${name}\0${hostname}`));

/** ENDPOINTS are those whose workload is known and healthy, of those that the service has. */
export function servicesTable(
  { workloads, services }: ZtunnelDump,
  found: readonly ZtunnelService[],
): string {
  const healthy = new Set(workloads.filter(({ status }) => status === 'Healthy').map(({ uid }) => uid));
  const rows = inOrder(found).map((service) => {
    const endpoints = Object.values(service.endpoints ?? {});
    const count = endpoints.filter(({ workloadUid }) => healthy.has(workloadUid)).length;
    const vips = (service.vips ?? []).map(addressIn).join(',');
    const { namespace, name } = service;
    return [namespace, name, vips, waypointName(service, services), `${count}/${endpoints.length}`];
  });
  return table([['NAMESPACE', 'SERVICE NAME', 'SERVICE VIP', 'WAYPOINT', 'ENDPOINTS'], ...rows]);
}

/** An address without its network. */
const addressIn = (address: string): string => address.slice(address.indexOf('/') + 1);

/** A waypoint by the service that has its address or host name. */
function waypointName(
  { waypoint }: Pick<ZtunnelWorkload, 'waypoint'>,
  services: readonly ZtunnelService[],
): string {
  if (!waypoint) return 'None';
  const found = services.find(
    ({ namespace, hostname, vips }) =>
      `${namespace}/${hostname}` === waypoint.destination || vips.includes(waypoint.destination),
  );
  return found?.name ?? 'NA';
}

export const policiesInOrder = <P extends ZtunnelPolicy>(policies: readonly P[]): readonly P[] =>
  policies.toSorted(by(({ namespace, name }) => `${namespace}\0${name}`));

export const policiesTable = (policies: readonly ZtunnelPolicy[]): string =>
  table([
    ['NAMESPACE', 'POLICY NAME', 'ACTION', 'SCOPE'],
    ...policiesInOrder(policies).map(({ namespace, name, action, scope }) => [
      namespace,
      name,
      action,
      scope,
    ]),
  ]);

const certificateHead = [
  'CERTIFICATE NAME',
  'TYPE',
  'STATUS',
  'VALID CERT',
  'SERIAL NUMBER',
  'NOT AFTER',
  'NOT BEFORE',
];

export const certificatesTable = (certificates: readonly ZtunnelCertificates[], now: Date): string =>
  table([certificateHead, ...certificates.flatMap((one) => certificateRows(one, now))], 5);

function certificateRows(
  { identity, state, certChain = [], rootCerts = [] }: ZtunnelCertificates,
  now: Date,
): readonly (readonly string[])[] {
  const status = state.includes('Unavailable') ? 'Unavailable' : state;
  if (!certChain.length) return [[identity, 'NA', status, 'false', 'NA', 'NA', 'NA']];
  const chain = certChain.map((certificate, index) => {
    // Once the root was the last one of the chain.
    const last = index === certChain.length - 1 && !rootCerts.length ? 'Root' : 'Intermediate';
    return { certificate, type: index === 0 ? 'Leaf' : last };
  });
  const roots = rootCerts.map((certificate) => ({ certificate, type: 'Root' }));
  return [...chain, ...roots].map(({ certificate: { serialNumber, validFrom, expirationTime }, type }) => [
    identity,
    type,
    status,
    String(new Date(validFrom) < now && now < new Date(expirationTime)),
    /^\d+$/.test(serialNumber) ? BigInt(serialNumber).toString(16) : 'NA',
    expirationTime || 'NA',
    validFrom || 'NA',
  ]);
}

type ConnectionFilter = {
  readonly namespace: string;
  readonly direction: string;
  /** Addresses stay addresses. */
  readonly raw: boolean;
};

export function connectionsTable(dump: ZtunnelDump, filter: ConnectionFilter): string {
  const shown = filter.raw ? (address: string) => address : namedBy(dump);
  const rows = (dump.states ?? [])
    .filter(({ info }) => !filter.namespace || info.namespace === filter.namespace)
    .toSorted(by(({ info }) => `${info.namespace}\0${info.name}`))
    .flatMap((state) => connectionRows(state, filter, shown));
  const head = ['WORKLOAD', 'DIRECTION', 'LOCAL', 'REMOTE', 'REMOTE TARGET', 'PROTOCOL'];
  return table([head, ...rows]);
}

function connectionRows(
  { info, connections: { inbound = [], outbound = [] } }: ZtunnelState,
  { direction }: ConnectionFilter,
  shown: (address: string) => string,
): readonly (readonly string[])[] {
  const name = `${info.name}.${info.namespace}`;
  const taken = inbound.map(({ actualDst, src, originalDst, protocol }) => [
    ...[name, 'Inbound', shown(actualDst), shown(src), originalDst ?? '', protocol],
  ]);
  const made = outbound.map(({ actualDst, src, originalDst, protocol }) => [
    ...[name, 'Outbound', shown(src), shown(actualDst), shown(originalDst ?? ''), protocol],
  ]);
  return [...(direction === 'outbound' ? [] : taken), ...(direction === 'inbound' ? [] : made)];
}

/** Names instead of addresses: a service's host, else a workload's name and namespace. */
function namedBy({ services, workloads }: ZtunnelDump): (address: string) => string {
  const names = new Map<string, string>([
    ...workloads.map(
      ({ workloadIps, name, namespace }) => [workloadIps?.[0] ?? '', `${name}.${namespace}`] as const,
    ),
    ...services.map(({ vips, hostname }) => [addressIn(vips[0] ?? ''), hostname] as const),
  ]);
  return (address) => {
    const [, ip = '', port] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? [];
    const name = ip && names.get(ip);
    return name ? `${name}:${port}` : address;
  };
}
