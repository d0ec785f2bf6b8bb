import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { AuthorizationPolicyObject, Condition } from '../objects.ts';
import { httpAttributes, isDryRun, targetsOf } from '../policies.ts';
import { resources } from '../resources.ts';
import { hasIstiod } from './control-plane.ts';
import { acceptanceOf } from './policy-targets.ts';

/**
 * Says where a policy takes effect: in ztunnel, or in the waypoint of each target.
 * @see https://github.com/istio/istio/blob/1.29.3/pilot/pkg/serviceregistry/kube/controller/ambient/policies.go
 */
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
    const wanted = targetsOf(policy).length
      ? condition('WaypointAccepted', ...sayOf(acceptanceOf(world, policy)))
      : atZtunnel(policy);
    const dropped = ['WaypointAccepted', 'ZtunnelAccepted'];
    const judged = { ...wanted, observedGeneration: generationOf(policy) };
    const conditions = mergeConditions(world, policy.status?.conditions, [judged], dropped);
    writeStatus(world, key, { conditions });
    return undefined;
  },
};

const sayOf = ({ accepted, reason, message }: ReturnType<typeof acceptanceOf>) =>
  [accepted, { reason, message }] as const;

/** Istio's own kinds write 64-bit numbers as JSON of protobuf does, as text. */
const generationOf = ({ metadata }: AuthorizationPolicyObject): string => String(metadata.generation ?? 0);

/** A rule about HTTP is a warning: the policy is in force all the same, as far as ztunnel sees. */
function atZtunnel(policy: AuthorizationPolicyObject): Condition {
  const { name, namespace } = policy.metadata;
  const { action = 'ALLOW' } = policy.spec ?? {};
  const say = (accepted: boolean, reason: string, message: string): Condition =>
    condition('ZtunnelAccepted', accepted, { reason, message });
  if (isDryRun(policy)) {
    const why =
      "using dry-run annotation, but support for ambient dry-run authorizationPolicies isn't enabled";
    return say(false, 'UnsupportedValue', `found policy "${namespace}/${name}" ${why}`);
  }
  if (action === 'CUSTOM' || action === 'AUDIT') {
    return say(false, 'UnsupportedValue', `ztunnel does not support the ${action} action`);
  }
  const fields = [...httpAttributes(policy)].sort();
  if (!fields.length) return say(true, 'Accepted', 'attached to ztunnel');
  const effect =
    action === 'DENY'
      ? 'DENY policy with HTTP attributes is enforced without the HTTP rules.'
      : 'Within an ALLOW policy, rules matching HTTP attributes are omitted.';
  const hint = 'In ambient mode you must use a waypoint proxy to enforce HTTP rules.';
  return say(
    true,
    'UnsupportedValue',
    `ztunnel does not support HTTP attributes (found: ${fields.join(', ')}). ${hint} ${effect} This will be more restrictive than requested.`,
  );
}
