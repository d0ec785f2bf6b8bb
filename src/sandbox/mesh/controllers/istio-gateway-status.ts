import { condition } from '../../controllers/conditions.ts';
import { clusterDomain } from '../cluster-dns.ts';
import type { Condition, GatewayAddress, GatewayObject, Listener, ListenerStatus } from '../objects.ts';
import { eastWestControllerName, istiodControllerName, waypointControllerName } from './control-plane.ts';
import { type Deployed, externalAddresses } from './proxy-deploy.ts';

/** What stands for a Gateway without addresses outside: the name of its Service, or its address as well. */
export type AddressForm = 'hostname' | 'both';

/** A Gateway has no address before its proxy is ready. */
export function addressesOf(deployed: Deployed, form: AddressForm): readonly GatewayAddress[] {
  const { service, hasReadyPod } = deployed;
  if (!service || !hasReadyPod) return [];
  const ip = (value: string): GatewayAddress => ({ type: 'IPAddress', value });
  const external = externalAddresses(service);
  if (external.length) return external.map(ip);
  const own = form === 'both' ? (service.spec?.clusterIPs ?? []).map(ip) : [];
  const pending = service.spec?.type === 'LoadBalancer';
  return [...own, ...(pending ? [] : [{ type: 'Hostname', value: hostnameOf(service) }])];
}

const hostnameOf = ({ metadata }: NonNullable<Deployed['service']>): string =>
  `${metadata.name}.${metadata.namespace}.svc.${clusterDomain}`;

/**
 * Whether a Gateway is programmed: ports of its valid listeners have a proxy behind them, and the Service has the
 * address that it asks for.
 * @see https://github.com/istio/istio/blob/1.29.3/pilot/pkg/config/kube/gateway/conversion.go
 */
export function gatewayConditions(
  gateway: GatewayObject,
  { service, hasReadyPod }: Deployed,
  listeners: readonly ListenerStatus[],
): readonly Condition[] {
  const { generation } = gateway.metadata;
  const say = (type: string, status: boolean, reason: string, message: string): Condition =>
    condition(type, status, { reason, message, generation });
  const ports = portsServed(gateway, listeners);
  const host = service ? hostnameOf(service) : '';
  const assigned = hasReadyPod ? ports.map((port) => `${host}:${port}`).sort() : [];
  const warnings = ports.length ? warningsOf(host, service, hasReadyPod) : [];
  const accepted = say('Accepted', true, 'Accepted', 'Resource accepted');
  if (!warnings.length) {
    const to = assigned.length ? `, assigned to service(s) ${joined(assigned)}` : '';
    return [accepted, say('Programmed', true, 'Programmed', `Resource programmed${to}`)];
  }
  const failure = assigned.length
    ? `Assigned to service(s) ${joined(assigned)}, but failed to assign to all requested addresses`
    : 'Failed to assign to any requested addresses';
  return [accepted, say('Programmed', false, 'AddressNotAssigned', `${failure}: ${warnings.join('; ')}`)];
}

function warningsOf(host: string, service: Deployed['service'], hasReadyPod: boolean): readonly string[] {
  if (!hasReadyPod) return [`no instances found for hostname "${host}"`];
  const pending = service?.spec?.type === 'LoadBalancer' && !externalAddresses(service).length;
  return pending ? [`address pending for hostname "${host}"`] : [];
}

/** Ports of the listeners that istiod makes a server of. */
function portsServed({ spec }: GatewayObject, listeners: readonly ListenerStatus[]): readonly number[] {
  const isServed = ({ name }: Listener): boolean => {
    const conditions = listeners.find((status) => status.name === name)?.conditions ?? [];
    return conditions.some(({ type, status }) => type === 'Programmed' && status === 'True');
  };
  return [...new Set((spec?.listeners ?? []).filter(isServed).map(({ port }) => port))];
}

const joined = (texts: readonly string[]): string => {
  const [first = '', second = ''] = texts;
  if (texts.length < 3) return second ? `${first} and ${second}` : first;
  return `${texts.slice(0, -1).join(', ')}, and ${texts.at(-1)}`;
};

const standard = new Set(['HTTP', 'HTTPS', 'TLS', 'TCP', 'HBONE']);

/** What istiod has against a listener of a class of one of its controllers, if anything. */
export const listenerProblemOf =
  (controller: string) =>
  ({ protocol, port }: Listener): string | undefined => {
    if (controller === eastWestControllerName) return undefined;
    const said = `protocol "${protocol}"`;
    if (protocol === 'TLS' || protocol === 'TCP')
      return `${said} is supported, but only when PILOT_ENABLE_ALPHA_GATEWAY_API=true is configured`;
    if (protocol === 'HBONE' && controller === istiodControllerName)
      return `${said} is only supported for waypoint proxies`;
    const upper = protocol.toUpperCase();
    if (!standard.has(protocol))
      return standard.has(upper)
        ? `${said} is unsupported. hint: "${upper}" (uppercase) may be supported`
        : `${said} is unsupported`;
    return controller === waypointControllerName && (protocol !== 'HBONE' || port !== 15_008)
      ? 'Expected a single listener on port 15008 with protocol "HBONE"'
      : undefined;
  };
