import { isInside, parseCidr, parseIp } from '../apiserver/admission/ip-address.ts';
import { specSelector } from '../apiserver/store/selectors.ts';
import type { NetworkPolicyObject, PolicyPeer, PolicyPort } from '../mesh/network-policy-objects.ts';
import type { PodObject } from '../mesh/objects.ts';
import { namespaceOf, resources } from '../mesh/resources.ts';
import type { World } from '../world.ts';

/** One end of a connection as the network sees it; without a pod it is outside, or a node. */
export type PacketEnd = { readonly address: string; readonly pod?: PodObject };

type Packet = {
  readonly from: PacketEnd;
  readonly to: PacketEnd;
  /** After the Service's address has become that of an endpoint. */
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
};

/** A pod as an end of connections. */
export const endOf = (pod: PodObject): PacketEnd => ({ address: pod.status?.podIP ?? '', pod });

/**
 * Whether the cluster's network lets a connection through: what its sender may send and its receiver may receive by the
 * NetworkPolicies that select them, as kind's kindnet enforces them. What isn't let through is dropped without a word.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function isLetThrough(world: World, { from, to, port, protocol }: Packet): boolean {
  const sender = subject(from);
  const receiver = subject(to);
  if (sender && receiver && sender.metadata.uid === receiver.metadata.uid) return true;
  const there = { port, protocol, receiver };
  return (
    (!sender || isOwnNode(sender, to) || allows(world, 'Egress', sender, to, there)) &&
    (!receiver || isOwnNode(receiver, from) || allows(world, 'Ingress', receiver, from, there))
  );
}

/** Pods on the node's network are the node itself: no policy is about them. */
const subject = ({ pod }: PacketEnd): PodObject | undefined => (pod?.spec?.hostNetwork ? undefined : pod);

/** A pod's node always gets to it and it to its node, which is how probes come in. */
const isOwnNode = (pod: PodObject, other: PacketEnd): boolean =>
  !subject(other) && other.address === pod.status?.hostIP;

type Target = {
  readonly port: number;
  readonly protocol: string;
  readonly receiver: PodObject | undefined;
};

/** Policies add up: once one selects a pod, only what some rule of some policy allows is allowed. */
function allows(
  world: World,
  direction: 'Ingress' | 'Egress',
  pod: PodObject,
  other: PacketEnd,
  target: Target,
): boolean {
  const policies = world.store
    .list<NetworkPolicyObject>(resources.networkPolicies, { namespace: pod.metadata.namespace ?? '' })
    .filter(({ spec }) => spec?.policyTypes?.includes(direction) && specSelector(spec.podSelector)(pod));
  if (policies.length === 0) return true;
  return policies.some(({ spec, metadata: { namespace = '' } }) => {
    const rules =
      direction === 'Ingress'
        ? (spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
        : (spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
    return rules.some(
      ({ peers = [], ports = [] }) =>
        (peers.length === 0 || peers.some((peer) => isPeer(world, peer, namespace, other))) &&
        (ports.length === 0 || ports.some((port) => isPort(port, target))),
    );
  });
}

/** A pod selector alone is about the policy's own namespace, a namespace selector alone about all pods there. */
function isPeer(
  world: World,
  { podSelector, namespaceSelector, ipBlock }: PolicyPeer,
  policyNamespace: string,
  end: PacketEnd,
): boolean {
  if (ipBlock) return isInBlock(ipBlock, end.address);
  const pod = subject(end);
  if (!pod) return false;
  const namespace = namespaceOf(world, pod.metadata.namespace);
  const inNamespace = namespaceSelector
    ? namespace !== undefined && specSelector(namespaceSelector)(namespace)
    : pod.metadata.namespace === policyNamespace;
  return inNamespace && specSelector(podSelector)(pod);
}

function isInBlock({ cidr, except = [] }: NonNullable<PolicyPeer['ipBlock']>, address: string): boolean {
  const ip = parseIp(address);
  const holds = (block: string): boolean => {
    const range = parseCidr(block);
    return ip !== undefined && range !== undefined && isInside(ip, range);
  };
  return holds(cidr) && !except.some(holds);
}

function isPort(
  { protocol = 'TCP', port, endPort }: PolicyPort,
  { port: actual, protocol: spoken, receiver }: Target,
): boolean {
  if (protocol !== spoken) return false;
  if (port === undefined) return true;
  if (typeof port === 'number') return actual >= port && actual <= (endPort ?? port);
  return (receiver?.spec?.containers ?? [])
    .flatMap((container) => container.ports ?? [])
    .some((own) => own.name === port && own.containerPort === actual && (own.protocol ?? 'TCP') === spoken);
}
