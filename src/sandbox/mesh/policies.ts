import type { KubeObject } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';
import type { MeshPolicy, MeshService, Waypoint } from './model.ts';
import type {
  AuthorizationPolicyObject,
  GatewayObject,
  PodObject,
  PolicyRule,
  PolicyTargetRef,
} from './objects.ts';
import { convertedPolicies, convertedPoliciesAt } from './peer-authentication.ts';
import { fitsLabels, labelOf, resources, rootNamespace } from './resources.ts';

/** Fields of a rule that only someone who reads HTTP can judge. */
const httpFields = new Set([
  'requestPrincipals',
  'notRequestPrincipals',
  'remoteIpBlocks',
  'notRemoteIpBlocks',
  'hosts',
  'notHosts',
  'methods',
  'notMethods',
  'paths',
  'notPaths',
]);

/**
 * Policies that the ztunnel in front of a pod enforces: those without a target, and what PeerAuthentications come to. It sees no HTTP: an ALLOW rule that
 * asks for some allows nobody, a DENY rule is enforced without it, CUSTOM and AUDIT are left out.
 * @see https://istio.io/latest/docs/ambient/usage/l4-policy/
 */
export const policiesAtPod = (world: World, pod: PodObject): readonly MeshPolicy[] => [
  ...ztunnelPolicies(world)
    .filter(({ policy, mesh }) => selects(policy, mesh, pod))
    .map(({ mesh }) => mesh),
  ...convertedPoliciesAt(world, pod),
];

/** Every policy that istiod sends to ztunnel. */
export const policiesAtZtunnel = (world: World): readonly MeshPolicy[] => [
  ...ztunnelPolicies(world).map(({ mesh }) => mesh),
  ...convertedPolicies(world),
];

/** Policies that a waypoint enforces for a service: those that target the service, itself, or its class. */
export const policiesAtWaypoint = (
  world: World,
  waypoint: Waypoint,
  service: MeshService,
): readonly MeshPolicy[] =>
  policies(world)
    .filter((policy) => isTargeted(world, policy, waypoint, service))
    .map((policy) => toMesh(policy, policy.spec?.rules ?? []));

/** Policies that a gateway of Istio's own class enforces. */
export const policiesAtGateway = (
  world: World,
  gateway: GatewayObject,
  pod: PodObject,
): readonly MeshPolicy[] =>
  policies(world)
    .filter((policy) => isAtGateway(policy, gateway, pod))
    .map((policy) => toMesh(policy, policy.spec?.rules ?? []));

/** A policy of any kind that targets things, or selects pods. */
type Targeting = Pick<KubeObject, 'metadata'> & {
  readonly spec?: Pick<
    NonNullable<AuthorizationPolicyObject['spec']>,
    'selector' | 'targetRef' | 'targetRefs'
  >;
};

/** Whether a policy is for a service at its waypoint. */
export const isTargeted = (
  world: World,
  policy: Targeting,
  waypoint: Waypoint,
  service: MeshService,
): boolean => targetsOf(policy).some((target) => isMeant(world, policy, target, waypoint, service));

/** Whether a policy is for a gateway: it targets it, or selects its pods, which a policy without targets may. */
export function isAtGateway(policy: Targeting, gateway: GatewayObject, pod: PodObject): boolean {
  const { namespace } = policy.metadata;
  const targets = targetsOf(policy);
  if (targets.length)
    return (
      namespace === gateway.metadata.namespace &&
      targets.some(
        ({ group, kind, name }) =>
          group === 'gateway.networking.k8s.io' && kind === 'Gateway' && name === gateway.metadata.name,
      )
    );
  const labels = policy.spec?.selector?.matchLabels ?? {};
  return (
    [rootNamespace, gateway.metadata.namespace].includes(namespace) &&
    (Object.keys(labels).length === 0 || fitsLabels(pod, labels))
  );
}

/** What a policy is attached to; none for one that selects workloads. */
export const targetsOf = ({ spec }: Targeting): readonly PolicyTargetRef[] =>
  spec?.targetRefs ?? (spec?.targetRef ? [spec.targetRef] : []);

/** Conditions that ztunnel can judge. */
const connectionKeys = new Set([
  'source.ip',
  'source.namespace',
  'source.principal',
  'destination.ip',
  'destination.port',
]);

/** HTTP attributes that a policy's rules ask for, each once. */
export const httpAttributes = ({ spec }: AuthorizationPolicyObject): readonly string[] => [
  ...new Set((spec?.rules ?? []).flatMap(httpAttributesOf)),
];

const policies = (world: World): readonly AuthorizationPolicyObject[] =>
  world.store.list<AuthorizationPolicyObject>(resources.authorizationPolicies);

type Sent = { readonly policy: AuthorizationPolicyObject; readonly mesh: MeshPolicy };

/** Whether a policy only says what it would do; ztunnel doesn't get it. */
export const isDryRun = ({ metadata }: AuthorizationPolicyObject): boolean =>
  ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(metadata.annotations?.['istio.io/dry-run'] ?? '');

const ztunnelPolicies = (world: World): readonly Sent[] =>
  policies(world).flatMap((policy) => {
    const action = policy.spec?.action ?? 'ALLOW';
    if (isDryRun(policy) || targetsOf(policy).length || (action !== 'ALLOW' && action !== 'DENY')) return [];
    return [{ policy, mesh: toMesh(policy, visibleRules(policy)) }];
  });

function visibleRules({ spec }: AuthorizationPolicyObject): readonly PolicyRule[] {
  const rules = spec?.rules ?? [];
  if (spec?.action === 'DENY') return rules.map(withoutHttp);
  return rules.filter((rule) => httpAttributesOf(rule).length === 0);
}

function toMesh({ metadata, spec }: AuthorizationPolicyObject, rules: readonly PolicyRule[]): MeshPolicy {
  const { name, namespace = '' } = metadata;
  const scope = scopeOf({ metadata, spec } as AuthorizationPolicyObject);
  return { namespace, name, action: spec?.action ?? 'ALLOW', scope, rules };
}

function scopeOf(policy: AuthorizationPolicyObject): MeshPolicy['scope'] {
  if (targetsOf(policy).length) return 'Target';
  if (Object.keys(policy.spec?.selector?.matchLabels ?? {}).length) return 'WorkloadSelector';
  return policy.metadata.namespace === rootNamespace ? 'Global' : 'Namespace';
}

function selects(policy: AuthorizationPolicyObject, { scope }: MeshPolicy, pod: PodObject): boolean {
  const near = [rootNamespace, pod.metadata.namespace].includes(policy.metadata.namespace);
  return near && (scope !== 'WorkloadSelector' || fitsLabels(pod, policy.spec?.selector?.matchLabels));
}

function httpAttributesOf(rule: PolicyRule): readonly string[] {
  const sources = (rule.from ?? []).flatMap(({ source }) => Object.keys(source ?? {}));
  const operations = (rule.to ?? []).flatMap(({ operation }) => Object.keys(operation ?? {}));
  const keys = (rule.when ?? []).map(({ key }) => key).filter((key) => !connectionKeys.has(key));
  return [...[...sources, ...operations].filter((field) => httpFields.has(field)), ...keys];
}

/** An entry of which nothing is left says nothing any more; a list of such entries is left out. */
function withoutHttp({ from, to, when }: PolicyRule): PolicyRule {
  const sources = (from ?? []).map(({ source }) => ({ source: withoutFields(source) }));
  const operations = (to ?? []).map(({ operation }) => ({ operation: withoutFields(operation) }));
  const conditions = (when ?? []).filter(({ key }) => connectionKeys.has(key));
  return {
    ...(sources.length && sources.every(({ source }) => Object.keys(source).length) ? { from: sources } : {}),
    ...(operations.length && operations.every(({ operation }) => Object.keys(operation).length)
      ? { to: operations }
      : {}),
    ...(conditions.length ? { when: conditions } : {}),
  };
}

const withoutFields = (
  fields: Readonly<Record<string, readonly string[]>> | undefined,
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Object.entries(fields ?? {}).filter(([field]) => !httpFields.has(field)));

function isMeant(
  world: World,
  { metadata }: Targeting,
  { group = '', kind, name }: PolicyTargetRef,
  { gateway }: Waypoint,
  service: MeshService,
): boolean {
  const near = (namespace: string | undefined) => metadata.namespace === namespace;
  switch (`${group === 'core' ? '' : group}/${kind}`) {
    case '/Service':
      return near(service.namespace) && name === serviceName(world, service);
    case 'networking.istio.io/ServiceEntry':
      return (
        service.key.resource === resources.serviceEntries &&
        near(service.key.namespace) &&
        name === service.key.name
      );
    case 'gateway.networking.k8s.io/Gateway':
      return near(gateway.metadata.namespace) && name === gateway.metadata.name;
    case 'gateway.networking.k8s.io/GatewayClass':
      return near(rootNamespace) && name === gateway.spec?.gatewayClassName;
    default:
      return false;
  }
}

/** A global service counts as the Service it was made from. */
function serviceName(world: World, { origin, key, name }: MeshService): string | undefined {
  if (origin === 'Service') return name;
  const entry = origin === 'Global' ? world.store.get(key) : undefined;
  return entry && labelOf(entry, 'solo.io/parent-service');
}
