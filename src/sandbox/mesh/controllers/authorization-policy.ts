import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { World } from '../../world.ts';
import type { AuthorizationPolicyObject, Condition, PolicyTargetRef } from '../objects.ts';
import { httpAttributes, targetsOf } from '../policies.ts';
import { resources } from '../resources.ts';
import { waypointOf } from '../waypoint.ts';
import { hasIstiod } from './control-plane.ts';

/** Says where a policy takes effect: in ztunnel, or in the waypoint of each target. */
export const authorizationPolicy: Controller = {
  name: 'authorizationpolicy-controller',
  watches: [
    resources.authorizationPolicies,
    resources.services,
    resources.serviceEntries,
    resources.namespaces,
    resources.gateways,
    resources.gatewayClasses,
    resources.deployments,
  ],
  enqueue: (_changed, world) => keysOf(world, resources.authorizationPolicies),
  delay: 0.3,
  reconcile(key, world) {
    const policy = world.store.get<AuthorizationPolicyObject>(key);
    if (!policy || !hasIstiod(world)) return undefined;
    const targets = targetsOf(policy);
    const wanted = targets.length ? atWaypoint(world, policy, targets) : atZtunnel(policy);
    const dropped = ['WaypointAccepted', 'ZtunnelAccepted'];
    const conditions = mergeConditions(world, policy.status?.conditions, [wanted], dropped);
    writeStatus(world, key, { conditions });
    return undefined;
  },
};

function atZtunnel(policy: AuthorizationPolicyObject): Condition {
  const { generation } = policy.metadata;
  const { action = 'ALLOW' } = policy.spec ?? {};
  const fields = httpAttributes(policy);
  if (action === 'CUSTOM' || action === 'AUDIT') {
    const message = `ztunnel does not support the ${action} action`;
    return condition('ZtunnelAccepted', false, { reason: 'UnsupportedValue', message, generation });
  }
  if (!fields.length)
    return condition('ZtunnelAccepted', true, {
      reason: 'Accepted',
      message: 'attached to ztunnel',
      generation,
    });
  const effect =
    action === 'DENY'
      ? 'Within DENY policies, rules matching HTTP attributes are enforced without them. This will be more restrictive than requested.'
      : 'Within an ALLOW policy, rules matching HTTP attributes are omitted. This will be more restrictive than requested.';
  const message = `ztunnel does not support HTTP attributes (found: ${fields.join(', ')}). In ambient mode you must use a waypoint proxy to enforce HTTP rules. ${effect}`;
  return condition('ZtunnelAccepted', false, { reason: 'UnsupportedValue', message, generation });
}

function atWaypoint(
  world: World,
  policy: AuthorizationPolicyObject,
  targets: readonly PolicyTargetRef[],
): Condition {
  const { generation } = policy.metadata;
  const problem = targets.map((target) => problemOf(world, policy, target)).find(Boolean);
  if (problem) return condition('WaypointAccepted', false, { ...problem, generation });
  const message = `bound to ${targets.map(({ kind, name }) => `${kind} ${name}`).join(', ')}`;
  return condition('WaypointAccepted', true, { reason: 'Accepted', message, generation });
}

type Problem = { readonly reason: string; readonly message: string };

function problemOf(
  world: World,
  { metadata: { namespace = '' } }: AuthorizationPolicyObject,
  { group = '', kind, name }: PolicyTargetRef,
): Problem | undefined {
  const resource = targetResources[`${group === 'core' ? '' : group}/${kind}`];
  if (!resource)
    return { reason: 'UnsupportedValue', message: `targetRef of kind ${group}/${kind} is not supported` };
  const place = resource === resources.gatewayClasses ? '' : namespace;
  const found = world.store.get({ resource, namespace: place, name });
  if (!found) return { reason: 'TargetNotFound', message: `${kind} ${namespace}/${name} not found` };
  const isService = resource === resources.services || resource === resources.serviceEntries;
  const binding = isService ? waypointOf(world, found) : undefined;
  if (binding?.kind === 'none')
    return { reason: 'AncestorNotBound', message: `${kind} ${namespace}/${name} is not bound to a waypoint` };
  return binding?.kind === 'refused' ? { reason: 'AncestorNotBound', message: binding.message } : undefined;
}

const targetResources: Readonly<Record<string, string>> = {
  '/Service': resources.services,
  'networking.istio.io/ServiceEntry': resources.serviceEntries,
  'gateway.networking.k8s.io/Gateway': resources.gateways,
  'gateway.networking.k8s.io/GatewayClass': resources.gatewayClasses,
};
