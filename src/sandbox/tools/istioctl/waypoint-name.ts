import type { WaypointBinding } from '../../mesh/model.ts';

/** How ztunnel's tables name a waypoint: by its Service, `None` when traffic goes direct. */
export const waypointServiceName = (binding: WaypointBinding): string =>
  binding.kind === 'bound' ? binding.waypoint.gateway.metadata.name : 'None';
