import { ipVersion } from '../apiserver/admission/ip-address.ts';
import type { PodObject } from '../mesh/objects.ts';
import { candidates, resolverOf } from '../mesh/resolver.ts';
import type { World } from '../world.ts';
import { askDns } from './ask-dns.ts';

/**
 * Addresses of a host as a pod's resolver gives them, best first: its hosts file, then DNS with the search domains.
 * Undefined when nobody knows the name, `silent` when no server answers.
 */
export function resolve(
  world: World,
  pod: PodObject,
  host: string,
): readonly string[] | 'silent' | undefined {
  const name = host.toLowerCase();
  if (ipVersion(name)) return [name];
  const own = fromHosts(pod, name);
  if (own) return own;
  for (const candidate of candidates(resolverOf(pod), name)) {
    const addresses: string[] = [];
    for (const type of ['A', 'AAAA'] as const) {
      const reply = askDns(world, pod, candidate, type);
      if (reply.kind === 'silent') return 'silent';
      if (reply.kind === 'no such name') continue;
      addresses.push(...reply.records.filter((record) => record.type === type).map(({ data }) => data));
    }
    if (addresses.length) return addresses;
  }
  return undefined;
}

/** What `/etc/hosts` of a pod says. */
function fromHosts({ metadata, spec, status }: PodObject, name: string): readonly string[] | undefined {
  if (name === 'localhost') return ['127.0.0.1', '::1'];
  if (name === (spec?.hostname ?? metadata.name)) return [status?.podIP ?? '127.0.0.1'];
  const alias = spec?.hostAliases?.find(({ hostnames = [] }) => hostnames.includes(name));
  return alias && [alias.ip];
}
