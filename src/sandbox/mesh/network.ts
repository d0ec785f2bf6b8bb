import type { KubeObject } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';
import { isReady } from './enrolment.ts';
import { hasMulticlusterLicence } from './licence.ts';
import type { NetworkGateway } from './model.ts';
import type { GatewayObject, PodObject } from './objects.ts';
import { labelOf, namespaceLabel, resources, rootNamespace } from './resources.ts';

const networkLabel = 'topology.istio.io/network';

/** The network an object is on: its own label, else its namespace's, else its cluster's. */
export const networkOf = (world: World, object: KubeObject): string =>
  labelOf(object, networkLabel) ??
  namespaceLabel(world, object.metadata.namespace, networkLabel) ??
  clusterNetwork(world);

/** The network of a cluster is a label of the namespace that its control plane runs in. */
export const clusterNetwork = (world: World): string =>
  namespaceLabel(world, rootNamespace, networkLabel) ?? world.cluster;

/** Way into another network, as the `istio-remote` Gateways of this cluster describe it. */
export const gatewayOfNetwork = (world: World, network: string): NetworkGateway | undefined =>
  remoteGateways(world)
    .map(describe)
    .find((gateway) => gateway?.network === network);

export const remoteGateways = (world: World): readonly GatewayObject[] =>
  world.store.list<GatewayObject>(resources.gateways, {
    where: ({ spec }) => (spec as GatewayObject['spec'])?.gatewayClassName === 'istio-remote',
  });

/** The cluster behind a remote Gateway: a peer whose own east-west gateway has that address and works. */
export function peerBehind(world: World, remote: GatewayObject): World | undefined {
  const gateway = describe(remote);
  return world.peers.find(
    (peer) =>
      clusterNetwork(peer) === gateway?.network &&
      eastWestGateways(peer).some(
        (own) => addressesOf(own).includes(gateway.address) && hasReadyPod(peer, own),
      ),
  );
}

/** Clusters whose services this one learns of: linked, reachable and licensed. */
export const connectedPeers = (world: World): readonly World[] =>
  hasMulticlusterLicence(world)
    ? remoteGateways(world).flatMap((remote) => peerBehind(world, remote) ?? [])
    : [];

export const eastWestGateways = (world: World): readonly GatewayObject[] =>
  world.store.list<GatewayObject>(resources.gateways, {
    where: ({ spec }) => (spec as GatewayObject['spec'])?.gatewayClassName === 'istio-eastwest',
  });

const addressesOf = ({ status }: GatewayObject): readonly string[] =>
  (status?.addresses ?? []).flatMap(({ value }) => value ?? []);

/** Pods that a Gateway's controller made for it. */
export const podsOfGateway = (world: World, { metadata }: GatewayObject): readonly PodObject[] =>
  world.store.list<PodObject>(resources.pods, {
    namespace: metadata.namespace ?? '',
    where: (pod) => labelOf(pod, 'gateway.networking.k8s.io/gateway-name') === metadata.name,
  });

const hasReadyPod = (world: World, gateway: GatewayObject): boolean =>
  podsOfGateway(world, gateway).some(isReady);

function describe(gateway: GatewayObject): NetworkGateway | undefined {
  const network = labelOf(gateway, networkLabel);
  const address = addressesOf(gateway)[0];
  const hbone = gateway.spec?.listeners?.find(({ protocol }) => protocol === 'HBONE');
  return network && address ? { network, address, port: hbone?.port ?? 15008 } : undefined;
}
