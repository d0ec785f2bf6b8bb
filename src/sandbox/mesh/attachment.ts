import type { World } from '../world.ts';
import { takesKind } from './gateway/listener-kinds.ts';
import type { MeshService } from './model.ts';
import type { GatewayObject, HttpRouteObject, Listener, ParentRef } from './objects.ts';
import { serviceByKey } from './registry.ts';
import { resources } from './resources.ts';
import { allowsNamespace } from './waypoint.ts';

/** What one `parentRef` of a route comes to. `missing` parents aren't told about: nobody is in charge of them. */
export type Attachment =
  | { readonly kind: 'missing' }
  | { readonly kind: 'listeners'; readonly gateway: GatewayObject; readonly listeners: readonly Listener[] }
  | { readonly kind: 'service'; readonly service: MeshService; readonly port: number | undefined }
  | {
      readonly kind: 'refused';
      readonly gateway?: GatewayObject;
      readonly reason: 'NoMatchingParent' | 'NotAllowedByListeners' | 'NoMatchingListenerHostname';
      readonly message: string;
    };

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#parentreference */
export function attach(world: World, route: HttpRouteObject, ref: ParentRef): Attachment {
  const { group = 'gateway.networking.k8s.io', kind = 'Gateway' } = ref;
  if (group === 'gateway.networking.k8s.io' && kind === 'Gateway') return attachToGateway(world, route, ref);
  if (['', 'core'].includes(group) && kind === 'Service')
    return attachToService(world, route, ref, resources.services);
  if (group === 'networking.istio.io' && kind === 'ServiceEntry')
    return attachToService(world, route, ref, resources.serviceEntries);
  return { kind: 'missing' };
}

/**
 * istiod takes a route for any Service that is there, also for a port that it hasn't and from another namespace, where
 * no waypoint follows it.
 */
function attachToService(world: World, route: HttpRouteObject, ref: ParentRef, resource: string): Attachment {
  const own = route.metadata.namespace ?? '';
  const namespace = ref.namespace ?? own;
  const service = serviceByKey(world, { resource, namespace, name: ref.name });
  if (!service) {
    const what = resource === resources.services ? 'service' : 'service entry';
    return refused('NoMatchingParent', `parent ${what}: "${ref.name}" not found`);
  }
  return { kind: 'service', service, port: ref.port };
}

function attachToGateway(world: World, route: HttpRouteObject, ref: ParentRef): Attachment {
  const namespace = ref.namespace ?? route.metadata.namespace ?? '';
  const gateway = world.store.get<GatewayObject>({ resource: resources.gateways, namespace, name: ref.name });
  if (!gateway) return { kind: 'missing' };
  const all = gateway.spec?.listeners ?? [];
  const named = all.filter(({ name }) => !ref.sectionName || name === ref.sectionName);
  const meant = named.filter(({ port }) => ref.port === undefined || port === ref.port);
  if (!named.length)
    return refused('NoMatchingParent', `sectionName "${ref.sectionName}" not found`, gateway);
  if (!meant.length) return refused('NoMatchingParent', `port ${ref.port} not found`, gateway);
  return choose(world, route, gateway, meant);
}

function choose(
  world: World,
  route: HttpRouteObject,
  gateway: GatewayObject,
  meant: readonly Listener[],
): Attachment {
  const ofKind = meant.filter((listener) => takesKind(listener, route.kind));
  if (!ofKind.length)
    return refused('NotAllowedByListeners', `kind ${route.apiVersion}/${route.kind} is not allowed`, gateway);
  const { namespace = '' } = route.metadata;
  const allowed = ofKind.filter(({ allowedRoutes }) =>
    allowsNamespace(world, gateway, allowedRoutes?.namespaces, namespace),
  );
  if (!allowed.length)
    return refused(
      'NotAllowedByListeners',
      `hostnames matched parent hostname "${ofKind[0]?.hostname ?? ''}", but namespace "${namespace}" is not allowed by the parent`,
      gateway,
    );
  const hostnames = route.spec?.hostnames ?? [];
  const listeners = allowed.filter(({ hostname }) => sharedHostnames(hostname, hostnames).length > 0);
  if (!listeners.length)
    return refused(
      'NoMatchingListenerHostname',
      `no hostnames matched parent hostname "${allowed[0]?.hostname ?? ''}"`,
      gateway,
    );
  return { kind: 'listeners', gateway, listeners };
}

const refused = (
  reason: (Attachment & { kind: 'refused' })['reason'],
  message: string,
  gateway?: GatewayObject,
): Attachment => ({ kind: 'refused', reason, message, ...(gateway ? { gateway } : {}) });

/** The host names that a listener and a route have in common; `undefined` stands for any host. */
export function sharedHostnames(
  listener: string | undefined,
  route: readonly string[],
): readonly (string | undefined)[] {
  if (!route.length) return [listener];
  return route.flatMap((hostname) => {
    if (!listener || covers(listener, hostname)) return [hostname];
    return covers(hostname, listener) ? [listener] : [];
  });
}

/** Whether a host name or `*.` wildcard takes in another. */
export const covers = (pattern: string, hostname: string): boolean =>
  pattern === hostname || (pattern.startsWith('*.') && hostname.endsWith(pattern.slice(1)));

/** Whether a route is attached to a listener of a Gateway. */
export const isAttached = (
  world: World,
  route: HttpRouteObject,
  gateway: GatewayObject,
  listener: Listener,
): boolean =>
  (route.spec?.parentRefs ?? []).some((ref) => {
    const attachment = attach(world, route, ref);
    return (
      attachment.kind === 'listeners' &&
      attachment.gateway.metadata.uid === gateway.metadata.uid &&
      attachment.listeners.some(({ name }) => name === listener.name)
    );
  });
