import { isEnrolled } from '../mesh/enrolment.ts';
import type { PodObject } from '../mesh/objects.ts';
import type { World } from '../world.ts';
import { deliver } from './deliver.ts';
import { type Answer, type Flow, failed, sourceOf } from './flow.ts';
import { throughKubeProxy } from './kube-proxy.ts';
import type { Delivery, Destination, HttpRequest, Trust } from './message.ts';
import type { Switches } from './switches.ts';
import { isTlsFault } from './tls.ts';
import { tlsSession } from './tls-session.ts';
import { Unsimulated } from './unsimulated.ts';
import { outbound } from './ztunnel-outbound.ts';

/** Where a request starts. */
type Origin = { readonly world: World; readonly pod: PodObject; readonly switches: Switches };

type Dialled = { readonly address: string; readonly trust?: Trust };

/**
 * A request's journey from the address that its client looked up to whoever answers: ztunnel or kube-proxy, waypoint,
 * route, policy, endpoint, workload. Everything is read from the objects as they are at that moment.
 */
export async function connectFrom(
  { world, pod, switches }: Origin,
  { host, address, port, tls, trust = 'public' }: Destination & Dialled,
  request: HttpRequest,
): Promise<Delivery> {
  const session = tls ? await tlsSession({ host, trust, now: world.clock.now() }) : undefined;
  const flow: Flow = {
    world,
    source: sourceOf(pod),
    request,
    switches,
    ...(session ? { tls: session.client } : {}),
  };
  const answer = await dispatch(flow, address, port).catch((error: unknown): Answer => {
    if (error instanceof Unsimulated) return failed('unsimulated', error.message);
    throw error;
  });
  const seen = session?.seen();
  const secured = seen ? { secured: seen } : {};
  if (answer.kind === 'failed') {
    const { failure, detail } = answer;
    const isTold = failure === 'unsimulated' || isTlsFault(failure);
    return { kind: 'failure', failure, remoteIp: address, ...secured, ...(isTold ? { detail } : {}) };
  }
  const { response } = answer;
  const body = request.method === 'HEAD' ? Buffer.alloc(0) : response.body;
  return { kind: 'response', response: { ...response, body }, remoteIp: address, ...secured };
}

/** What a pod sends to itself never leaves it. */
function dispatch(flow: Flow, address: string, port: number): Promise<Answer> {
  const { pod } = flow.source;
  if (isLoopback(address) || address === pod.status?.podIP) return deliver(flow, pod, port);
  return isEnrolled(flow.world, pod) ? outbound(flow, address, port) : throughKubeProxy(flow, address, port);
}

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');
