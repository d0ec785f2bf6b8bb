import type { World } from '../world.ts';
import { isReady } from './enrolment.ts';
import { isShared } from './global.ts';
import type { Crossing, MeshService } from './model.ts';
import {
  clusterNetwork,
  eastWestGateways,
  gatewayOfNetwork,
  peerBehind,
  podsOfGateway,
  remoteGateways,
} from './network.ts';
import type { ServiceObject } from './objects.ts';
import { serviceByKey } from './registry.ts';
import { labelOf, resources } from './resources.ts';

/**
 * Where a connection for a service comes out that goes through another network's gateway: at the Service of the
 * same namespace and name there, which that cluster must share.
 */
export function crossNetwork(world: World, network: string, service: MeshService): Crossing {
  const gateway = gatewayOfNetwork(world, network);
  if (!gateway) return stopped(`no gateway for network ${network}`);
  const remote = remoteGateways(world).find(
    (candidate) => labelOf(candidate, 'topology.istio.io/network') === network,
  );
  const peer = remote && peerBehind(world, remote);
  if (!peer) return stopped(`connection to ${gateway.address}:${gateway.port} failed: no gateway answers`);
  const key = {
    resource: resources.services,
    namespace: service.namespace,
    name: sharedName(world, service),
  };
  const shared = peer.store.get<ServiceObject>(key);
  const found = serviceByKey(peer, key);
  if (!shared || !found || !isShared(peer, shared))
    return stopped(`${service.hostname} is not shared by ${clusterNetwork(peer)}`);
  const local = found.endpoints.filter(({ kind }) => kind !== 'remote');
  return {
    kind: 'crossed',
    world: peer,
    service: { ...found, endpoints: local },
    gateway,
    pods: eastWestGateways(peer).flatMap((own) => podsOfGateway(peer, own).filter(isReady)),
  };
}

const stopped = (reason: string): Crossing => ({ kind: 'stopped', reason });

function sharedName(world: World, { origin, key, name }: MeshService): string {
  const entry = origin === 'Global' ? world.store.get(key) : undefined;
  return (entry && labelOf(entry, 'solo.io/parent-service')) ?? name;
}
