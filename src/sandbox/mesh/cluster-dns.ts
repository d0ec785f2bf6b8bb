import type { World } from '../world.ts';
import { localEndpoints } from './endpoints.ts';
import type { PodObject, ServiceObject } from './objects.ts';
import { namespaceOf, resources } from './resources.ts';
import type { ServicePort } from './service-objects.ts';

/** Domain of cluster names. */
export const clusterDomain = 'cluster.local';

export type DnsType = 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'PTR';

/** One record; names in `data` have no dot at their end. */
export type DnsRecord = { readonly name: string; readonly type: DnsType; readonly data: string };

/**
 * What the cluster's own DNS says of a full name: Services, their named ports and endpoints, and pods by their dashed
 * address. An empty list is a name without records of that type; undefined one that isn't there. The target of a
 * CNAME is left to whoever asks.
 * @see https://github.com/kubernetes/dns/blob/master/docs/specification.md
 */
export function clusterRecords(world: World, name: string, type: DnsType): readonly DnsRecord[] | undefined {
  const labels = name.slice(0, -`.${clusterDomain}`.length).split('.');
  const [kind, namespace = '', third = ''] = labels.toReversed();
  if (kind === 'pod')
    return labels.length === 3 ? podRecords(world, { name, namespace, dashed: third, type }) : undefined;
  if (kind !== 'svc' || labels.length < 3) return undefined;
  const service = world.store.get<ServiceObject>({ resource: resources.services, namespace, name: third });
  if (!service) return undefined;
  const before = labels.slice(0, -3);
  if (service.spec?.type === 'ExternalName') {
    return before.length ? undefined : [{ name, type: 'CNAME', data: service.spec.externalName ?? '' }];
  }
  const [first = '', second = ''] = before;
  if (before.length === 2 && first.startsWith('_')) {
    const wanted = { port: first.slice(1), protocol: second.replace('_', '') };
    return named(portRecords(world, service, wanted), type, name);
  }
  if (before.length > 1) return undefined;
  if (before.length === 1) return memberRecords(world, service, { name, host: first, type });
  const records = type === 'SRV' ? portRecords(world, service) : addressRecords(world, service);
  return named(records, type, name);
}

type Record = Omit<DnsRecord, 'name'>;

/** A name that nothing stands behind isn't there. */
const named = (records: readonly Record[], type: DnsType, name: string): DnsRecord[] | undefined =>
  records.length
    ? records.filter((record) => record.type === type).map((record) => ({ name, ...record }))
    : undefined;

const isHeadless = ({ spec }: ServiceObject): boolean => spec?.clusterIP === 'None';

function addressRecords(world: World, service: ServiceObject): readonly Record[] {
  const { clusterIP, clusterIPs } = service.spec ?? {};
  const addresses = isHeadless(service)
    ? members(world, service).map(({ address }) => address)
    : (clusterIPs ?? (clusterIP ? [clusterIP] : []));
  return addresses.map((data) => ({ type: 'A' as const, data }));
}

type Member = {
  readonly address: string;
  readonly host: string;
  readonly ports: Readonly<{ [port: number]: number }>;
};

/** The endpoints of a headless Service that DNS names, by their host name or else their dashed address. */
const members = (world: World, service: ServiceObject): readonly Member[] =>
  localEndpoints(world, service).flatMap((endpoint) => {
    if (endpoint.kind === 'remote') return [];
    const { address, ports } = endpoint;
    const own = endpoint.kind === 'pod' ? hostnameIn(service, endpoint.pod) : endpoint.hostname;
    return [{ address, ports, host: own ?? dashed(address) }];
  });

const dashed = (address: string): string => address.replaceAll(/[.:]/g, '-');

/** @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-hostname-and-subdomain-fields */
const hostnameIn = ({ metadata }: ServiceObject, pod: PodObject): string | undefined =>
  pod.spec?.subdomain === metadata.name ? pod.spec.hostname : undefined;

type Named = { readonly name: string; readonly host: string; readonly type: DnsType };

/** One endpoint of a headless Service. */
function memberRecords(
  world: World,
  service: ServiceObject,
  { name, host, type }: Named,
): readonly DnsRecord[] | undefined {
  if (!isHeadless(service)) return undefined;
  const found = members(world, service).filter((member) => member.host === host);
  return named(
    found.map(({ address }) => ({ type: 'A', data: address })),
    type,
    name,
  );
}

/** SRV records: priority, weight, port and host of each port, or of the one that is asked for. */
function portRecords(
  world: World,
  service: ServiceObject,
  wanted?: { readonly port: string; readonly protocol: string },
): readonly Record[] {
  const { metadata, spec } = service;
  const domain = `${metadata.name}.${metadata.namespace}.svc.${clusterDomain}`;
  const fits = ({ name = '', protocol = 'TCP' }: ServicePort): boolean =>
    !wanted || (name === wanted.port && protocol.toLowerCase() === wanted.protocol);
  const targets = (spec?.ports ?? [])
    .filter(fits)
    .flatMap(({ port }) =>
      isHeadless(service)
        ? members(world, service).flatMap(({ host, ports }) =>
            ports[port] === undefined ? [] : [`${ports[port]} ${host}.${domain}`],
          )
        : [`${port} ${domain}`],
    );
  const weight = Math.floor(100 / targets.length);
  return targets.map((target) => ({ type: 'SRV', data: `0 ${weight} ${target}` }));
}

type DashedName = {
  readonly name: string;
  readonly namespace: string;
  readonly dashed: string;
  readonly type: DnsType;
};

/** As with `pods insecure`, which is what clusters come with: any address will do, in a namespace that is there. */
function podRecords(world: World, asked: DashedName): DnsRecord[] | undefined {
  const { name, namespace, dashed: text, type } = asked;
  if (!/^\d+-\d+-\d+-\d+$/.test(text) || !namespaceOf(world, namespace)) return undefined;
  return named([{ type: 'A', data: text.replaceAll('-', '.') }], type, name);
}

/** Whose address it is: a Service, or an endpoint of one. */
export function pointerRecords(
  world: World,
  address: string,
  name: string,
): readonly DnsRecord[] | undefined {
  const owners = world.store.list<ServiceObject>(resources.services).flatMap((service) => {
    const domain = `${service.metadata.name}.${service.metadata.namespace}.svc.${clusterDomain}`;
    if (service.spec?.clusterIPs?.includes(address) || service.spec?.clusterIP === address) return [domain];
    return members(world, service)
      .filter((member) => member.address === address)
      .map(({ host }) => `${host}.${domain}`);
  });
  return owners.length ? owners.map((data) => ({ name, type: 'PTR', data })) : undefined;
}
