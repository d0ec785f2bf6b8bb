import { keyOf } from '../apiserver/store/store.ts';
import { identityOf, isEnrolled, isReady } from '../mesh/enrolment.ts';
import type { MeshService, Waypoint, WaypointBinding } from '../mesh/model.ts';
import { networkOf } from '../mesh/network.ts';
import type { PodObject } from '../mesh/objects.ts';
import { podByIp, serviceByVip } from '../mesh/registry.ts';
import { waypointOf } from '../mesh/waypoint.ts';
import type { World } from '../world.ts';
import { balance, pick } from './balance.ts';
import { type Answer, type Flow, failed } from './flow.ts';
import { throughKubeProxy } from './kube-proxy.ts';
import { waitedFor } from './patience.ts';
import { isTlsFault } from './tls.ts';
import { toEndpoint } from './to-endpoint.ts';
import { toPod } from './to-pod.ts';
import { throughWaypoint } from './waypoint.ts';
import { type Leg, logConnection, logEarlyFailure } from './ztunnel-log.ts';

/**
 * The ztunnel of the sending pod. It has accepted the pod's connection before it knows where it goes, so whatever
 * fails from here on looks to the pod like a connection that was reset.
 */
export async function outbound(flow: Flow, address: string, port: number): Promise<Answer> {
  const { world, source } = flow;
  const known: Flow = { ...flow, source: { ...source, identity: identityOf(source.pod) } };
  const service = serviceByVip(world, address);
  if (service) return resetIfRefused(await toService(known, service, { address, port }));
  const pod = podByIp(world, address);
  if (pod) return resetIfRefused(await toWorkload(known, pod, port));
  return resetIfRefused(await passThrough(flow, address, port));
}

type Dialled = { readonly address: string; readonly port: number };

async function toService(flow: Flow, service: MeshService, dialled: Dialled): Promise<Answer> {
  const { port } = dialled;
  const waypoint = usable(flow, service.waypoint);
  if (waypoint) return viaWaypoint(flow, waypoint, service, dialled);
  const endpoint = balance(service, port, { world: flow.world, pod: flow.source.pod });
  if (!endpoint) return early(flow, dialled, `no healthy upstream: ${dialled.address}:${port}`);
  return logged(flow, legTo(flow, endpoint, service, port), () =>
    toEndpoint({ ...flow, meant: service.hostname }, endpoint, service, port),
  );
}

function toWorkload(flow: Flow, pod: PodObject, port: number): Promise<Answer> {
  const waypoint = usable(flow, waypointOf(flow.world, pod));
  if (waypoint) {
    const dialled = { address: pod.status?.podIP ?? '', port };
    return viaWaypoint(flow, waypoint, podAsService(flow.world, pod, port), dialled);
  }
  const leg = podLeg(flow, pod, port);
  return logged(flow, leg, () => toPod(leg.identity ? flow : unproven(flow), pod, port));
}

function viaWaypoint(
  flow: Flow,
  waypoint: Waypoint,
  service: MeshService,
  dialled: Dialled,
): Promise<Answer> {
  const pod = pick(waypoint.pods);
  const leg: Leg = {
    address: `${pod?.status?.podIP ?? waypoint.address}:15008`,
    hboneAddress: `${dialled.address}:${dialled.port}`,
    service: service.hostname,
    ...(pod ? { pod, identity: identityOf(pod) } : {}),
  };
  return logged(flow, leg, () => throughWaypoint(flow, waypoint, service, dialled.port));
}

/** Addresses that the mesh doesn't know go on as if there were no mesh, without an identity. */
function passThrough(flow: Flow, address: string, port: number): Promise<Answer> {
  return logged(flow, { address: `${address}:${port}` }, () => throughKubeProxy(flow, address, port));
}

/** A waypoint doesn't go through itself, and one that seems to be on another network is passed over. */
function usable({ world, source }: Flow, binding: WaypointBinding): Waypoint | undefined {
  if (binding.kind !== 'bound') return undefined;
  const { waypoint } = binding;
  const own = waypoint.pods.some(({ metadata }) => metadata.uid === source.pod.metadata.uid);
  return own || waypoint.network !== networkOf(world, source.pod) ? undefined : waypoint;
}

function legTo(
  flow: Flow,
  endpoint: NonNullable<ReturnType<typeof balance>>,
  service: MeshService,
  port: number,
): Leg {
  const target = endpoint.ports[port] ?? port;
  switch (endpoint.kind) {
    case 'pod':
      return { ...podLeg(flow, endpoint.pod, target), service: service.hostname };
    case 'remote': {
      const { address, port: hbone } = endpoint.gateway;
      return {
        address: `${address}:${hbone}`,
        hboneAddress: `${service.hostname}:${port}`,
        service: service.hostname,
        workload: endpoint.name,
      };
    }
    case 'external':
      return { address: `${endpoint.address}:${target}`, service: service.hostname };
    default:
      return endpoint satisfies never;
  }
}

function podLeg({ world }: Flow, pod: PodObject, port: number): Leg {
  const ip = pod.status?.podIP;
  if (!isEnrolled(world, pod)) return { address: `${ip}:${port}`, pod };
  return { address: `${ip}:15008`, hboneAddress: `${ip}:${port}`, pod, identity: identityOf(pod) };
}

async function logged(flow: Flow, leg: Leg, go: () => Promise<Answer>): Promise<Answer> {
  const started = performance.now();
  const answer = await waitedFor(await go());
  // A tunnel that isn't had carries nothing.
  const copied = answer.kind === 'response';
  logConnection({ flow, at: flow.source.pod, direction: 'outbound', leg, copied, answer, started });
  return answer;
}

function early(flow: Flow, { address, port }: Dialled, detail: string): Answer {
  logEarlyFailure(flow, `${address}:${port}`, detail);
  return failed('reset', detail);
}

/** A connection to a pod outside the mesh is plain text. */
const unproven = (flow: Flow): Flow => {
  const { identity: _identity, ...source } = flow.source;
  return { ...flow, source };
};

const resetIfRefused = (answer: Answer): Answer =>
  answer.kind === 'failed' && !isTlsFault(answer.failure) ? failed('reset', answer.detail) : answer;

/** A pod that is called by its own address, as a waypoint sees it: a destination with one endpoint, without a name. */
function podAsService(world: World, pod: PodObject, port: number): MeshService {
  const { name, namespace = '' } = pod.metadata;
  const address = pod.status?.podIP ?? '';
  const network = networkOf(world, pod);
  return {
    origin: 'Service',
    key: keyOf('pods', pod),
    namespace,
    name,
    hostname: address,
    vips: [],
    ports: [{ number: port, name: '', protocol: '' }],
    endpoints: [{ kind: 'pod', pod, address, network, healthy: isReady(pod), ports: { [port]: port } }],
    distribution: 'Any',
    waypoint: { kind: 'none' },
    ingressUsesWaypoint: false,
  };
}
