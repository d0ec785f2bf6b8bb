import { isIP } from 'node:net';
import type { HttpRequest, HttpResponse } from '../../dataplane/message.ts';
import { Unsimulated } from '../../dataplane/unsimulated.ts';
import type { Network } from '../workload.ts';

/** Sends a request on to a server by its URL. @throws Unsimulated when nobody knows what it answers */
export async function forward(
  network: Network,
  { hostname, port, protocol }: URL,
  request: HttpRequest,
): Promise<HttpResponse | 'failed' | 'timeout'> {
  const address = isIP(hostname) ? hostname : (await network.resolve(hostname))?.[0];
  if (!address) return 'failed';
  const tls = protocol === 'https:';
  const to = { host: hostname, port: Number(port || (tls ? 443 : 80)), tls, address };
  const delivery = await network.exchange(to, request);
  if (delivery.kind === 'response') return delivery.response;
  if (delivery.failure === 'unsimulated') throw new Unsimulated(delivery.detail);
  return delivery.failure === 'timeout' ? 'timeout' : 'failed';
}
