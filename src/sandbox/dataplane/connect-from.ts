import { isEnrolled } from '../mesh/enrolment.ts';
import type { PodObject } from '../mesh/objects.ts';
import type { World } from '../world.ts';
import { deliver } from './deliver.ts';
import { type Answer, type Flow, failed, sourceOf } from './flow.ts';
import { throughKubeProxy } from './kube-proxy.ts';
import type { Delivery, Destination, HttpRequest } from './message.ts';
import type { Switches } from './switches.ts';
import { Unsimulated } from './unsimulated.ts';
import { outbound } from './ztunnel-outbound.ts';

/** Where a request starts. */
type Origin = { readonly world: World; readonly pod: PodObject; readonly switches: Switches };

/**
 * A request's journey from the address that its client looked up to whoever answers: ztunnel or kube-proxy, waypoint,
 * route, policy, endpoint, workload. Everything is read from the objects as they are at that moment.
 */
export async function connectFrom(
  { world, pod, switches }: Origin,
  { address, port, tls }: Destination & { readonly address: string },
  request: HttpRequest,
): Promise<Delivery> {
  const flow: Flow = { world, source: sourceOf(pod), request, tls, switches };
  const answer = await dispatch(flow, address, port).catch((error: unknown): Answer => {
    if (error instanceof Unsimulated) return failed('unsimulated', error.message);
    throw error;
  });
  if (answer.kind === 'failed') {
    const { failure, detail } = answer;
    return { kind: 'failure', failure, remoteIp: address, ...(failure === 'unsimulated' ? { detail } : {}) };
  }
  const { response } = answer;
  const body = request.method === 'HEAD' ? Buffer.alloc(0) : response.body;
  return { kind: 'response', response: { ...response, body }, remoteIp: address };
}

/** What a pod sends to itself never leaves it. */
function dispatch(flow: Flow, address: string, port: number): Promise<Answer> {
  const { pod } = flow.source;
  if (isLoopback(address) || address === pod.status?.podIP) return deliver(flow, pod, port);
  return isEnrolled(flow.world, pod) ? outbound(flow, address, port) : throughKubeProxy(flow, address, port);
}

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');
