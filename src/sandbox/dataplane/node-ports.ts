import { apiAddresses } from '../apiserver/cluster-api.ts';
import type { KubeObject } from '../apiserver/store/object.ts';
import { isFinished } from '../mesh/enrolment.ts';
import type { MeshEndpoint } from '../mesh/model.ts';
import type { PodObject, ServiceObject } from '../mesh/objects.ts';
import { resources } from '../mesh/resources.ts';
import type { World } from '../world.ts';
import { toApiServer } from './api-server.ts';
import { type Answer, type Flow, failed } from './flow.ts';
import { dropped, isDropped } from './packets.ts';
import { chooseEndpoint } from './service-traffic.ts';
import { toPod } from './to-pod.ts';

type NodeObject = KubeObject & {
  readonly status?: { readonly addresses?: readonly { readonly address: string }[] };
};

/** Where the API server listens on its node. */
const apiPort = 6443;

/** The node that has an address. */
export const nodeAt = (world: World, address: string): NodeObject | undefined =>
  world.store
    .list<NodeObject>(resources.nodes)
    .find(({ status }) => status?.addresses?.some((own) => own.address === address));

type AtNode = {
  readonly flow: Flow;
  readonly node: NodeObject;
  readonly address: string;
  readonly port: number;
};

type Send = (flow: Flow, endpoint: MeshEndpoint, port: number) => Promise<Answer>;

/** What a node makes of a connection to itself: ports of Services, ports of pods on it, programs on its own network. */
export async function throughNode(at: AtNode, send: Send): Promise<Answer> {
  const { flow, node, address, port } = at;
  const isOwn = flow.source.pod.spec?.nodeName === node.metadata.name;
  if (!isOwn && isDropped(flow, { address }, port)) return dropped(address, port);
  const service = flow.world.store
    .list<ServiceObject>(resources.services)
    .find(({ spec }) => spec?.ports?.some((each) => each.nodePort === port && each.protocol !== 'UDP'));
  if (service) return toNodePort(at, service, isOwn, send);
  const mapped = podsOn(flow.world, node).flatMap((pod) =>
    (pod.spec?.containers ?? [])
      .flatMap((container) => container.ports ?? [])
      .filter(({ hostPort }) => hostPort === port && !pod.spec?.hostNetwork)
      .map(({ containerPort }) => ({ pod, containerPort })),
  )[0];
  if (mapped)
    return toPod(
      isOwn ? flow : seenAs(flow, flow.source.pod.status?.hostIP),
      mapped.pod,
      mapped.containerPort,
    );
  if (port === apiPort && apiAddresses(flow.world.store).includes(address)) return toApiServer(flow);
  for (const pod of podsOn(flow.world, node).filter(({ spec }) => spec?.hostNetwork)) {
    const answer = await toPod(flow, pod, port);
    if (answer.kind === 'response' || answer.failure !== 'refused') return answer;
  }
  return failed('refused', `${address}:${port}: Connection refused (os error 111)`);
}

/**
 * A node sends on from its own address, so that answers come back through it, unless the Service keeps to the node's own
 * endpoints. A pod of the node itself gets to all of them even then.
 * @see https://kubernetes.io/docs/reference/networking/virtual-ips/#external-traffic-policy
 */
async function toNodePort(
  { flow, node, address, port }: AtNode,
  service: ServiceObject,
  isOwn: boolean,
  send: Send,
): Promise<Answer> {
  const own = service.spec?.ports?.find(({ nodePort }) => nodePort === port);
  const keeps = service.spec?.externalTrafficPolicy === 'Local';
  const from = keeps ? (isOwn ? flow.source.address : flow.source.pod.status?.hostIP) : address;
  const endpoint =
    own &&
    chooseEndpoint(flow, service, {
      port: own.port,
      ...(keeps && !isOwn ? { node: node.metadata.name } : {}),
    });
  if (endpoint === 'elsewhere') return dropped(address, port);
  const target = own && endpoint?.ports[own.port];
  if (endpoint && target)
    return send(from === flow.source.address ? flow : seenAs(flow, from), endpoint, target);
  return failed('refused', `${address}:${port}: Connection refused (os error 111)`);
}

/** Who it comes from is not to be seen any more. */
const seenAs = (flow: Flow, address = ''): Flow => ({
  ...flow,
  source: { ...flow.source, address, carrier: { address } },
});

const podsOn = (world: World, { metadata }: NodeObject): readonly PodObject[] =>
  world.store.list<PodObject>(resources.pods, {
    where: (pod) => (pod as PodObject).spec?.nodeName === metadata.name && !isFinished(pod as PodObject),
  });
