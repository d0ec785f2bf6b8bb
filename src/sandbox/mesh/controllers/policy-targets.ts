import type { World } from '../../world.ts';
import type {
  AuthorizationPolicyObject,
  GatewayClassObject,
  GatewayObject,
  PolicyTargetRef,
  ServiceEntryObject,
  ServiceObject,
} from '../objects.ts';
import { targetsOf } from '../policies.ts';
import { resources, rootNamespace } from '../resources.ts';
import { waypointOf } from '../waypoint.ts';
import { agentgatewayControllerName, waypointControllerName } from './control-plane.ts';

type Acceptance = { readonly accepted: boolean; readonly reason: string; readonly message: string };

type Target = Acceptance & { readonly ancestor: string };

/**
 * Whether waypoints enforce a policy with targets: one target speaks for itself; of several, one that is bound is
 * enough, and those that aren't are named.
 */
export function acceptanceOf(world: World, policy: AuthorizationPolicyObject): Acceptance {
  const all = targetsOf(policy).map((target) => judge(world, policy, target));
  const [only, ...others] = all;
  if (only && !others.length) return only;
  const unbound = all.filter(({ accepted }) => !accepted);
  const accepted = unbound.length < all.length;
  const bad = unbound.length ? 'PartiallyInvalid' : 'Accepted';
  return {
    accepted,
    reason: accepted ? bad : 'Invalid',
    message: unbound.length
      ? `Invalid targetRefs: ${unbound.map(({ ancestor }) => ancestor).join(', ')}`
      : '',
  };
}

/** A target counts in the policy's own namespace, whatever namespace it names. */
function judge(world: World, { metadata }: AuthorizationPolicyObject, target: PolicyTargetRef): Target {
  const { group, kind, name, namespace = metadata.namespace ?? '' } = target;
  const found = { namespace, name, path: `${namespace}/${name}` };
  const ancestor = `${kind}.${group || 'core'}:${found.path}`;
  return { ...(judges[kind] ?? unknown)(world, found), ancestor };
}

type Named = { readonly namespace: string; readonly name: string; readonly path: string };

const bound = (to: string): Acceptance => ({
  accepted: true,
  reason: 'Accepted',
  message: `bound to ${to}`,
});

const unbound = (reason: string, message = 'not bound'): Acceptance => ({ accepted: false, reason, message });

const unknown = (): Acceptance => unbound('unknown');

const judges: Readonly<Record<string, (world: World, target: Named) => Acceptance>> = {
  GatewayClass(world, { namespace, name }) {
    if (namespace !== rootNamespace) {
      const message = `AuthorizationPolicy must be in the root namespace \`${rootNamespace}\` when referencing a GatewayClass`;
      return unbound('Invalid', message);
    }
    const key = { resource: resources.gatewayClasses, namespace: '', name };
    const found = world.store.get<GatewayClassObject>(key);
    if (!found) return unbound('TargetNotFound');
    // The enterprise's controller has a class for waypoints of its own.
    const controllers = [waypointControllerName, agentgatewayControllerName];
    if (controllers.includes(found.spec?.controllerName ?? '')) return bound(name);
    return unbound(
      'Invalid',
      `GatewayClass must use controller name \`${waypointControllerName}\` for waypoints`,
    );
  },
  /** To istiod, each Gateway with an address may be somebody's waypoint. */
  Gateway(world, { namespace, name, path }) {
    const gateway = world.store.get<GatewayObject>({ resource: resources.gateways, namespace, name });
    return gateway?.status?.addresses?.length ? bound(path) : unbound('TargetNotFound');
  },
  Service: (world, target) => throughService(world, target, resources.services, 'Service'),
  ServiceEntry: (world, target) => throughService(world, target, resources.serviceEntries, 'ServiceEntry'),
};

function throughService(
  world: World,
  { namespace, name, path }: Named,
  resource: string,
  kind: string,
): Acceptance {
  const found = world.store.get<ServiceObject | ServiceEntryObject>({ resource, namespace, name });
  if (!found) return unbound('TargetNotFound', `${kind} ${path} was not found`);
  const binding = waypointOf(world, found);
  if (binding.kind !== 'bound')
    return unbound('AncestorNotBound', `${kind} ${path} is not bound to a waypoint`);
  const { metadata } = binding.waypoint.gateway;
  return bound(`${metadata.namespace}/${metadata.name}`);
}
