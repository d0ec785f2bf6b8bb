import type { World } from '../world.ts';
import { clusterDomain } from './cluster-dns.ts';
import type { PodObject, ServiceObject } from './objects.ts';
import { resources } from './resources.ts';

/** What a pod's `/etc/resolv.conf` says. */
type Resolver = {
  readonly servers: readonly string[];
  readonly searches: readonly string[];
  /** How many dots a name has at least that is asked for as it is first. */
  readonly ndots: number;
  readonly options: readonly string[];
};

/** Address of the cluster's DNS, as kubelets are told it. */
export const clusterDns = '10.96.0.10';

/** The resolver of nodes, which is that of the network they are on. */
const nodeDns = '172.18.0.1';

/** @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy */
export function resolverOf({ metadata, spec }: PodObject): Resolver {
  const { dnsPolicy = 'ClusterFirst', hostNetwork = false } = spec ?? {};
  const { nameservers = [], searches = [], options = [] } = spec?.dnsConfig ?? {};
  const ofCluster = dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork);
  const ofNode = dnsPolicy !== 'None' && !ofCluster;
  const own = [`${metadata.namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain];
  const added = options.map(({ name, value }) => (value === undefined ? name : `${name}:${value}`));
  const ndots = options.findLast(({ name }) => name === 'ndots')?.value ?? (ofCluster ? 5 : 1);
  return {
    servers: [...(ofCluster ? [clusterDns] : []), ...(ofNode ? [nodeDns] : []), ...nameservers],
    searches: [...(ofCluster ? own : []), ...searches],
    ndots: Number(ndots),
    options: [
      ...(ofCluster && !added.some((option) => option.startsWith('ndots:')) ? ['ndots:5'] : []),
      ...added,
    ],
  };
}

/** The full names that are tried for one, in their order. */
export function candidates({ searches, ndots }: Resolver, host: string): readonly string[] {
  if (host.endsWith('.')) return [host.slice(0, -1)];
  const extended = searches.map((domain) => `${host}.${domain}`);
  return host.split('.').length > ndots ? [host, ...extended] : [...extended, host];
}

/** The Service of the cluster's DNS. */
export const dnsService = (world: World): ServiceObject | undefined =>
  world.store.list<ServiceObject>(resources.services, {
    namespace: 'kube-system',
    where: (service) => (service as ServiceObject).spec?.clusterIP === clusterDns,
  })[0];
