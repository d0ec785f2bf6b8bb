import type { MeshService, Waypoint } from '../mesh/model.ts';
import type { Switches } from './switches.ts';

/** A service with the endpoints that a proxy can make something of. */
export function reachable(service: MeshService, kind: Waypoint['proxy'], switches: Switches): MeshService {
  if (kind === 'envoy' || switches.agentgatewayCrossesNetworks) return service;
  return { ...service, endpoints: service.endpoints.filter((endpoint) => endpoint.kind !== 'remote') };
}
