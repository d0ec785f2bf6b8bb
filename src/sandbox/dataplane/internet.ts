import { httpbinOrg } from '../workloads/httpbin/httpbin-org.ts';
import { type Answer, failed, failedTls } from './flow.ts';
import type { HttpRequest, HttpResponse } from './message.ts';
import { publicIdentity } from './public-authority.ts';
import { handshake, noTls, type TlsClient } from './tls.ts';

/** A host outside of the clusters. It serves HTTP on port 80 and HTTPS on port 443. */
export type InternetHost = {
  readonly name: string;
  /** From the ranges that are kept for documentation: nobody's real machine. */
  readonly addresses: readonly string[];
  readonly answer: (request: HttpRequest, scheme: 'http' | 'https') => Promise<HttpResponse>;
  /** What it says to HTTP on the HTTPS port. */
  readonly plainOnTls: (request: HttpRequest) => HttpResponse;
};

/** All of the simulated internet; a new host is a line here. */
const hosts: readonly InternetHost[] = [httpbinOrg];

/** What public DNS says of a name. */
export const internetAddresses = (name: string): readonly string[] | undefined =>
  hosts.find((host) => host.name === name)?.addresses;

/** A connection that leaves the clusters. Addresses outside of the simulated internet never answer. */
export async function toInternet(
  request: HttpRequest,
  { address, port, tls }: { readonly address: string; readonly port: number; readonly tls?: TlsClient },
): Promise<Answer> {
  const host = hosts.find(({ addresses }) => addresses.includes(address));
  if (!host || (port !== 80 && port !== 443))
    return failed('timeout', `${address}:${port}: deadline has elapsed`);
  if (port === 80 && tls) return failedTls(noTls);
  if (port === 443 && !tls) return { kind: 'response', response: host.plainOnTls(request) };
  const failure = tls && handshake(tls, await publicIdentity(host.name));
  if (failure) return failedTls(failure);
  return { kind: 'response', response: await host.answer(request, tls ? 'https' : 'http') };
}
