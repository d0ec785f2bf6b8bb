import { clusterApi } from '../apiserver/cluster-api.ts';
import { type Answer, type Flow, failed, failedTls } from './flow.ts';
import type { HttpResponse } from './message.ts';
import { handshake } from './tls.ts';
import { Unsimulated } from './unsimulated.ts';

/** The cluster's own API server, asked by one of its pods: who it is and what it may is said by its token. */
export async function toApiServer({ world, request, tls }: Flow): Promise<Answer> {
  const api = clusterApi(world.store);
  if (!api) return failed('refused', 'Connection refused (os error 111)');
  if (!tls) return { kind: 'response', response: plainRequest };
  const failure = handshake(tls, await api.identity());
  if (failure) return failedTls(failure);
  const answer = await api.ask(request);
  if (answer.kind === 'unsimulated') throw new Unsimulated(answer.reason);
  const { status, headers, body } = answer;
  return { kind: 'response', response: { status, headers, body } };
}

const text = Buffer.from('Client sent an HTTP request to an HTTPS server.\n');

/** What Go's server says to who begins without TLS. */
const plainRequest: HttpResponse = {
  status: 400,
  headers: [
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Connection', 'close'],
  ],
  body: text,
};
