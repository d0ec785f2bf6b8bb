import type { AuthorizationPolicyObject, PodObject } from '../../../mesh/objects.ts';
import { isDryRun, policiesAtWaypoint, targetsOf } from '../../../mesh/policies.ts';
import { meshServices } from '../../../mesh/registry.ts';
import { fitsLabels, resources, rootNamespace } from '../../../mesh/resources.ts';
import { gatewayOfPod } from '../../../mesh/waypoint.ts';
import type { World } from '../../../world.ts';
import { type Command, CommandError } from '../command.ts';
import { table } from '../output/table.ts';
import { podOf } from '../pod-of.ts';
import { isZtunnel, meshProxies, typeOf } from './proxies.ts';

/** What Envoy calls an action, in the order of the table. */
const actions = { DENY: 'DENY', ALLOW: 'ALLOW', AUDIT: 'LOG' } as const;

/** The real command's name for a filter without a rule that is enforced. */
const nothing = '_anonymous_match_nothing_';

/**
 * `istioctl experimental authz check`: the policies that the Envoy of a pod was given. ztunnel and agentgateway have
 * no configuration of Envoy's to show.
 * @see https://github.com/istio/istio/blob/1.29.3/istioctl/pkg/authz/listener.go
 */
const check: Command = {
  names: ['check'],
  operands: '[<type>/]<name>[.<namespace>]',
  about: "Show the AuthorizationPolicies that a pod's Envoy enforces",
  passedOn: [
    { name: 'file', letter: 'f', type: 'string', help: "an Envoy's configuration dump", refused: true },
    { name: 'proxy-admin-port', type: 'int', default: '15000', help: "port of Envoy's admin interface" },
  ],
  check: ({ positionals }) =>
    positionals.length > 1 ? 'check requires only <pod-name>[.<pod-namespace>]' : undefined,
  run({ flags, io, world: worldOf, namespace: current }) {
    const [target] = flags.positionals;
    if (target === undefined) throw new CommandError('expecting pod name or config dump, found: 0');
    const world = worldOf();
    const { name, namespace } = podOf(world, target, current());
    const pod = meshProxies(world).find(
      ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
    );
    if (!pod || isZtunnel(pod))
      throw new CommandError(`failed to get config dump from pod ${name} in ${namespace}`);
    const head = ['ACTION', 'AuthorizationPolicy', 'RULES'];
    io.stdout.write(table([head, ...rowsOf(policiesAt(world, pod))], 3));
    return 0;
  },
};

function rowsOf(policies: readonly AuthorizationPolicyObject[]): readonly (readonly string[])[] {
  const ofAction = (action: string) => policies.filter(({ spec }) => (spec?.action ?? 'ALLOW') === action);
  const onlyTried = Object.keys(actions).some(
    (action) => ofAction(action).length > 0 && ofAction(action).every(isDryRun),
  );
  return Object.entries(actions).flatMap(([action, shown]) => {
    const enforced = ofAction(action)
      .filter((policy) => !isDryRun(policy))
      .map(({ metadata, spec }) => [
        shown,
        `${metadata.name}.${metadata.namespace}`,
        // One without rules is sent as a rule that nothing fits.
        String(spec?.rules?.length || 1),
      ]);
    const rows = action === 'ALLOW' && onlyTried ? [...enforced, [shown, nothing, '1']] : enforced;
    return rows.toSorted(([, a = ''], [, b = '']) => (a < b ? -1 : 1));
  });
}

const pathOf = ({ metadata }: AuthorizationPolicyObject): string => `${metadata.namespace}/${metadata.name}`;

/** What istiod sends to a waypoint, for its services and itself, or to a gateway, by target or by selector. */
function policiesAt(world: World, pod: PodObject): readonly AuthorizationPolicyObject[] {
  const isWaypoint = typeOf(pod) === 'waypoint';
  const served = new Set(isWaypoint ? pathsOfServed(world, pod) : []);
  return world.store
    .list<AuthorizationPolicyObject>(resources.authorizationPolicies)
    .filter(
      (policy) =>
        served.has(pathOf(policy)) ||
        targets(policy, world, pod) ||
        (!isWaypoint && !targetsOf(policy).length && selects(policy, pod)),
    );
}

/** Policies of the services that a waypoint is in front of. */
function pathsOfServed(world: World, pod: PodObject): readonly string[] {
  const own = gatewayOfPod(world, pod)?.metadata.uid;
  return meshServices(world).flatMap((service) =>
    service.waypoint.kind === 'bound' && service.waypoint.waypoint.gateway.metadata.uid === own
      ? policiesAtWaypoint(world, service.waypoint.waypoint, service).map(
          ({ namespace, name }) => `${namespace}/${name}`,
        )
      : [],
  );
}

const targets = (policy: AuthorizationPolicyObject, world: World, pod: PodObject): boolean =>
  policy.metadata.namespace === pod.metadata.namespace &&
  targetsOf(policy).some(
    ({ kind, name }) => kind === 'Gateway' && name === gatewayOfPod(world, pod)?.metadata.name,
  );

const selects = ({ metadata, spec }: AuthorizationPolicyObject, pod: PodObject): boolean =>
  [rootNamespace, pod.metadata.namespace].includes(metadata.namespace) &&
  (!spec?.selector || fitsLabels(pod, spec.selector.matchLabels));

/** `istioctl experimental authz`. */
export const authz: Command = {
  names: ['authz'],
  about: 'Look into AuthorizationPolicies',
  commands: [check],
};
