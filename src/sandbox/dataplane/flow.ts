import type { PodObject } from '../mesh/objects.ts';
import type { World } from '../world.ts';
import type { ConnectionFailure, HttpRequest, HttpResponse } from './message.ts';
import type { PacketEnd } from './network-policy.ts';
import type { Switches } from './switches.ts';
import type { TlsClient, TlsFailure } from './tls.ts';

/** One request on its way, as the next hop sees it. Each hop makes its own from the one it got. */
export type Flow = {
  /** The cluster that this part of the way is in. */
  readonly world: World;
  readonly source: Source;
  readonly request: HttpRequest;
  /** Of a client that speaks TLS to its destination; nothing on the way can read the request then. */
  readonly tls?: TlsClient;
  readonly switches: Switches;
  /** Host name of the service that was meant, as the sender's ztunnel tells the receiver's. */
  readonly meant?: string;
};

/** Who a connection comes from. */
export type Source = {
  readonly pod: PodObject;
  readonly address: string;
  readonly port: number;
  /** SPIFFE id without its scheme, when the connection proves one: mTLS by ztunnel or by a proxy itself. */
  readonly identity?: string;
  /** Where the packets come from, when that isn't `pod`: a gateway that passes them on, or its node. */
  readonly carrier?: PacketEnd;
};

/** What came of a flow. `detail` is what a proxy or a log on the way would say of a failure. */
export type Answer =
  | { readonly kind: 'response'; readonly response: HttpResponse }
  | { readonly kind: 'failed'; readonly failure: ConnectionFailure; readonly detail: string };

export const failed = (failure: ConnectionFailure, detail: string): Answer => ({
  kind: 'failed',
  failure,
  detail,
});

export const failedTls = ({ fault, detail }: TlsFailure): Answer => failed(fault, detail);

/** A port that a connection's own end could have. */
const ephemeralPort = (): number => 32768 + Math.floor(Math.random() * 28232);

export function sourceOf(pod: PodObject, identity?: string): Source {
  const address = pod.status?.podIP ?? '127.0.0.1';
  return { pod, address, port: ephemeralPort(), ...(identity ? { identity } : {}) };
}
