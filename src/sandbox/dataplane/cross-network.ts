import { crossNetwork } from '../mesh/cross.ts';
import type { MeshService } from '../mesh/model.ts';
import { balance, pick } from './balance.ts';
import { type Answer, type Flow, failed } from './flow.ts';
import { endOf } from './network-policy.ts';
import { dropped, isDropped } from './packets.ts';
import { toPod } from './to-pod.ts';
import { throughWaypoint } from './waypoint.ts';

/**
 * Into another network, HBONE within HBONE: the outer tunnel ends at that network's east-west gateway, the inner one
 * at the endpoint, which so sees who really called.
 */
export async function acrossNetworks(
  flow: Flow,
  network: string,
  service: MeshService,
  port: number,
): Promise<Answer> {
  if (!flow.source.identity) return failed('reset', 'connection failed: no client certificate for HBONE');
  const crossing = crossNetwork(flow.world, network, service);
  if (crossing.kind === 'stopped') return failed('reset', crossing.reason);
  const { address, port: tunnel } = crossing.gateway;
  if (isDropped(flow, { address }, tunnel)) return dropped(address, tunnel);
  const carrier = pick(crossing.pods);
  const source = { ...flow.source, ...(carrier ? { carrier: endOf(carrier) } : {}) };
  const there: Flow = { ...flow, source, world: crossing.world };
  const { waypoint } = crossing.service;
  if (waypoint.kind === 'bound') return throughWaypoint(there, waypoint.waypoint, crossing.service, port);
  const endpoint = balance(crossing.service, port, {
    world: crossing.world,
    pod: carrier ?? flow.source.pod,
  });
  if (endpoint?.kind !== 'pod')
    return failed('reset', `no healthy upstream: ${crossing.service.hostname}:${port}`);
  return toPod(there, endpoint.pod, endpoint.ports[port] ?? port);
}
