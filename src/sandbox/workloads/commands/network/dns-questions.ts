import { askDns, type DnsReply } from '../../../dataplane/ask-dns.ts';
import { resolverPatienceMs, silence } from '../../../dataplane/patience.ts';
import type { DnsRecord, DnsType } from '../../../mesh/cluster-dns.ts';
import { candidates, resolverOf } from '../../../mesh/resolver.ts';
import type { CommandCall } from '../command.ts';

const types: readonly string[] = ['A', 'AAAA', 'CNAME', 'SRV', 'PTR'];

/** A type of record that questions may be about; undefined for one that isn't simulated. */
export const typeOf = (text: string): DnsType | undefined =>
  types.find((type) => type === text.toUpperCase()) as DnsType | undefined;

/** The server that a container's questions go to. */
export const serverOf = ({ host }: CommandCall): string =>
  (host.container && resolverOf(host.container.place.pod()).servers[0]) ?? '';

/** Asks for exactly one name. */
export function ask({ host }: CommandCall, name: string, type: DnsType): DnsReply {
  const { place } = host.container ?? {};
  return place ? askDns(place.world, place.pod(), name, type) : { kind: 'silent' };
}

/** What came of a look-up, and the last full name that was asked for. */
export type LookedUp = DnsReply & { readonly name: string };

/** Asks for a name and what the search list makes of it, until one is there. */
export function lookUp(call: CommandCall, name: string, type: DnsType): LookedUp {
  const { place } = call.host.container ?? {};
  const names = place ? candidates(resolverOf(place.pod()), name) : [name];
  let last: LookedUp = { kind: 'no such name', name };
  for (const candidate of names) {
    const reply = ask(call, candidate, type);
    if (reply.kind !== 'no such name') return { ...reply, name: candidate };
    last = { ...reply, name: candidate };
  }
  return last;
}

/** The name under which a server knows who has an address. */
export const pointerName = (address: string): string =>
  `${address.split('.').reverse().join('.')}.in-addr.arpa`;

/** Waits for an answer that doesn't come. */
export const noAnswer = (ms: number = resolverPatienceMs): Promise<void> => silence(ms);

/** A record's value as tools print it: names end in a dot. */
export const dataOf = ({ type, data }: DnsRecord): string =>
  type === 'A' || type === 'AAAA' ? data : `${data}.`;

export const nobodyAnswers = ';; connection timed out; no servers could be reached\n';
