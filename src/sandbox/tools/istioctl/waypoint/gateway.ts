import type { GatewayObject } from '../../../mesh/objects.ts';
import { type Call, CommandError, type FlagSpec } from '../command.ts';

/** Kinds of traffic that a waypoint may be for, in the order of the real program's messages. */
const trafficTypes = ['all', 'none', 'service', 'workload'];

export const forFlag: FlagSpec = {
  name: 'for',
  type: 'string',
  help: `the traffic that it is for: ${trafficTypes.join(', ')}`,
};

export const revisionFlag: FlagSpec = {
  name: 'revision',
  letter: 'r',
  type: 'string',
  help: 'label it with this revision of the control plane',
};

/** The class whose Gateways are waypoints for istioctl; those of other classes it doesn't see. */
const waypointClass = 'istio-waypoint';

export const isWaypoint = ({ spec }: GatewayObject): boolean => spec?.gatewayClassName === waypointClass;

/**
 * The Gateway that stands for a waypoint.
 * @see https://github.com/istio/istio/blob/1.29.3/istioctl/pkg/waypoint/waypoint.go
 * @throws CommandError
 */
export function waypointGateway({ flags }: Call, namespace: string): GatewayObject {
  const name = flags.text('name') || 'waypoint';
  if (name === 'none') throw failed("invalid name provided for waypoint, 'none' is a reserved value");
  const traffic = flags.text('for');
  if (traffic && !trafficTypes.includes(traffic))
    throw failed(`invalid traffic type: ${traffic}. Valid options are: [${trafficTypes.join(' ')}]`);
  const labels = {
    ...(flags.text('revision') ? { 'istio.io/rev': flags.text('revision') } : {}),
    ...(traffic ? { 'istio.io/waypoint-for': traffic } : {}),
  };
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: {
      ...(Object.keys(labels).length ? { labels } : {}),
      name,
      ...(namespace ? { namespace } : {}),
    },
    spec: {
      gatewayClassName: waypointClass,
      listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
    },
  };
}

const failed = (why: string): CommandError => new CommandError(`failed to create gateway: ${why}`);
