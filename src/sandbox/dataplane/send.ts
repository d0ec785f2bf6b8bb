import { isEnrolled } from '../mesh/enrolment.ts';
import type { PodObject } from '../mesh/objects.ts';
import { resources } from '../mesh/resources.ts';
import type { World } from '../world.ts';
import { deliver } from './deliver.ts';
import { type Answer, type Flow, sourceOf } from './flow.ts';
import { throughKubeProxy } from './kube-proxy.ts';
import type { Delivery, Destination, HttpRequest, Sender } from './message.ts';
import { resolve } from './resolve.ts';
import { defaultSwitches, type Switches } from './switches.ts';
import { outbound } from './ztunnel-outbound.ts';

/** Where a request starts. */
export type Origin = { readonly world: World; readonly pod: PodObject; readonly switches: Switches };

/**
 * A request's whole journey, from a pod to whoever answers: name, ztunnel or kube-proxy, waypoint, route, policy,
 * endpoint, workload. Everything is read from the objects as they are at that moment.
 */
export async function send(
  worlds: readonly World[],
  sender: Sender,
  destination: Destination,
  request: HttpRequest,
): Promise<Delivery> {
  const world = worlds.find(({ cluster }) => cluster === sender.cluster);
  const pod = world?.store.list<PodObject>(resources.pods, {
    where: ({ metadata }) => metadata.uid === sender.podUid,
  })[0];
  if (!world || !pod) return { kind: 'failure', failure: 'unresolved' };
  const [address] = resolve(world, pod, destination.host) ?? [];
  if (!address) return { kind: 'failure', failure: 'unresolved' };
  return connectFrom({ world, pod, switches: defaultSwitches }, { ...destination, address }, request);
}

/** The journey from an address on, for a client that has done the look-up itself. */
export async function connectFrom(
  { world, pod, switches }: Origin,
  { address, port, tls }: Destination & { readonly address: string },
  request: HttpRequest,
): Promise<Delivery> {
  const flow: Flow = { world, source: sourceOf(pod), request, tls, switches };
  const answer = await dispatch(flow, address, port);
  if (answer.kind === 'failed') return { kind: 'failure', failure: answer.failure, remoteIp: address };
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
