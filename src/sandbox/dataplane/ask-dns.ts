import { ipVersion } from '../apiserver/admission/ip-address.ts';
import { capturedAddresses } from '../mesh/captured-names.ts';
import {
  clusterDomain,
  clusterRecords,
  type DnsRecord,
  type DnsType,
  pointerRecords,
} from '../mesh/cluster-dns.ts';
import { localEndpoints } from '../mesh/endpoints.ts';
import { isEnrolled } from '../mesh/enrolment.ts';
import type { PodObject } from '../mesh/objects.ts';
import { clusterDns, dnsService, resolverOf } from '../mesh/resolver.ts';
import type { World } from '../world.ts';
import { pick } from './balance.ts';
import { internetAddresses } from './internet.ts';
import { endOf, isLetThrough, type PacketEnd } from './network-policy.ts';

/** What comes back of a question: records, none of that type, no such name, or nothing at all. */
export type DnsReply =
  | { readonly kind: 'answered'; readonly records: readonly DnsRecord[] }
  | { readonly kind: 'no such name' }
  | { readonly kind: 'silent' };

/** Asks the pod's name server for a full name. In the mesh ztunnel answers in the pod what it knows. */
export function askDns(world: World, pod: PodObject, name: string, type: DnsType): DnsReply {
  const full = name.toLowerCase().replace(/\.$/, '');
  const known = isEnrolled(world, pod) ? askZtunnel(world, pod, full, type) : undefined;
  if (known) return answered(known);
  const [server = ''] = resolverOf(pod).servers;
  if (!answers(world, pod, server)) return { kind: 'silent' };
  const found = server === clusterDns ? follow(world, full, type) : outside(full, type);
  return found ? answered(found) : { kind: 'no such name' };
}

const answered = (records: readonly DnsRecord[]): DnsReply => ({ kind: 'answered', records });

function askZtunnel(
  world: World,
  pod: PodObject,
  name: string,
  type: DnsType,
): readonly DnsRecord[] | undefined {
  const addresses = capturedAddresses(world, pod, name);
  if (addresses) return records(name, type, addresses);
  const isService = name.endsWith(`.svc.${clusterDomain}`) && (type === 'A' || type === 'AAAA');
  return isService ? follow(world, name, type) : undefined;
}

/** Whether the question gets to a server and its answer back: UDP, which policies may drop. */
function answers(world: World, pod: PodObject, server: string): boolean {
  const service = server === clusterDns ? dnsService(world) : undefined;
  const endpoint = service && pick(localEndpoints(world, service).filter(({ ports }) => ports[53]));
  if (service && endpoint?.kind !== 'pod') return false;
  const to: PacketEnd = endpoint?.kind === 'pod' ? endOf(endpoint.pod) : { address: server };
  return isLetThrough(world, { from: endOf(pod), to, port: 53, protocol: 'UDP' });
}

/** What the cluster's DNS says, which looks up the other names of a name itself. */
function follow(world: World, name: string, type: DnsType, depth = 0): readonly DnsRecord[] | undefined {
  const pointed = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa$/.exec(name);
  if (pointed) return pointerRecords(world, pointed.slice(1).reverse().join('.'), name);
  if (!name.endsWith(`.${clusterDomain}`)) return outside(name, type);
  const found = clusterRecords(world, name, type);
  const [other] = found ?? [];
  if (other?.type !== 'CNAME' || type === 'CNAME' || depth > 8) return found;
  return [other, ...(follow(world, other.data.toLowerCase(), type, depth + 1) ?? [])];
}

function outside(name: string, type: DnsType): readonly DnsRecord[] | undefined {
  const addresses = internetAddresses(name);
  return addresses && records(name, type, addresses);
}

const records = (name: string, type: DnsType, addresses: readonly string[]): readonly DnsRecord[] =>
  addresses
    .map((data): DnsRecord => ({ name, type: ipVersion(data) === 6 ? 'AAAA' : 'A', data }))
    .filter((record) => record.type === type);
