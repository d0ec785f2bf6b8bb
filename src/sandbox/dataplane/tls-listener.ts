import { connectionRoute } from '../mesh/connection-routes.ts';
import type { Listener } from '../mesh/objects.ts';
import { balance, pickWeighted } from './balance.ts';
import { type Answer, type Flow, failed, sourceOf } from './flow.ts';
import { waitedFor } from './patience.ts';
import type { ProxyInstance } from './proxy.ts';
import { reachable } from './reachable.ts';
import type { TlsClient } from './tls.ts';
import { toEndpoint } from './to-endpoint.ts';

type Connection = {
  /** With the client's TLS, when that goes on to the backend. */
  readonly flow: Flow;
  readonly proxy: ProxyInstance;
  readonly listener: Listener;
  /** Of a connection whose TLS has ended here. */
  readonly client?: TlsClient;
};

/** A connection of which a gateway looks at nothing but the name that the client asks for. */
export async function throughTlsListener({ flow, proxy, listener, client }: Connection): Promise<Answer> {
  const { serverName = '' } = flow.tls ?? client ?? {};
  const route = connectionRoute(flow.world, proxy.gateway, listener, serverName);
  const backend = route && pickWeighted(route.backends);
  if (backend?.target.kind !== 'service') return failed('closed', 'no route for the connection');
  const service = reachable(backend.target.service, proxy.kind, flow.switches);
  const endpoint = balance(service, backend.port, { world: flow.world, pod: proxy.pod });
  if (!endpoint) return failed('closed', 'no healthy backends');
  const onward = { ...flow, source: sourceOf(proxy.pod, proxy.identity) };
  const answer = await waitedFor(await toEndpoint(onward, endpoint, service, backend.port));
  return answer.kind === 'failed' && answer.failure === 'refused' ? failed('closed', answer.detail) : answer;
}
