import type { KubeObject } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';
import type { MeshPolicy } from './model.ts';
import type { PodObject, PolicyRule } from './objects.ts';
import { fitsLabels, resources, rootNamespace } from './resources.ts';

type Mode = 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT';

type PeerAuthentication = KubeObject & {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly mtls?: { readonly mode?: Mode };
    readonly portLevelMtls?: Readonly<Record<string, { readonly mode?: Mode }>>;
  };
};

/**
 * The policies that istiod makes of PeerAuthentications, since ztunnel knows AuthorizationPolicies only: one that
 * denies whoever proves nothing, as soon as there is any PeerAuthentication, and one for each with ports of its own.
 * @see https://github.com/istio/istio/blob/1.29.3/pilot/pkg/serviceregistry/kube/controller/ambient/authorization.go
 */
export function convertedPolicies(world: World): readonly MeshPolicy[] {
  const all = peerAuthentications(world);
  const ofPorts = all.flatMap((one) => portPolicy(world, one) ?? []);
  return all.length ? [...ofPorts, staticStrict] : [];
}

/** Those of them that are in force at a pod. */
export function convertedPoliciesAt(world: World, pod: PodObject): readonly MeshPolicy[] {
  const own = ofNamespace(world, pod.metadata.namespace).filter(
    ({ metadata, spec }) =>
      metadata.namespace !== rootNamespace && fitsLabels(pod, spec?.selector?.matchLabels),
  );
  const workload = own[0];
  const outer = outerMode(world, pod.metadata.namespace);
  const mode = modeOf(workload);
  const strict = (mode === 'UNSET' ? outer : mode) === 'STRICT';
  if (!workload?.spec?.portLevelMtls) return strict ? [staticStrict] : [];
  const ports = Object.values(workload.spec.portLevelMtls).map((port) => port.mode);
  // Without a mode of its own, ports with DISABLE don't count as exceptions.
  const lenient = ports.some((port) => port === 'PERMISSIVE' || (port === 'DISABLE' && mode === 'STRICT'));
  const policy = portPolicy(world, workload);
  if (strict) return lenient ? [policy ?? []].flat() : [staticStrict];
  return ports.includes('STRICT') ? [policy ?? []].flat() : [];
}

const peerAuthentications = (world: World): readonly PeerAuthentication[] =>
  world.store.list<PeerAuthentication>(resources.peerAuthentications);

/** The oldest one comes first: it is the one that counts. */
const ofNamespace = (world: World, namespace: string | undefined): readonly PeerAuthentication[] =>
  peerAuthentications(world)
    .filter(({ metadata }) => metadata.namespace === namespace)
    .sort((a, b) => createdAt(a).localeCompare(createdAt(b)));

const createdAt = ({ metadata }: PeerAuthentication): string => metadata.creationTimestamp ?? '';

const isForAll = ({ spec }: PeerAuthentication): boolean =>
  !Object.keys(spec?.selector?.matchLabels ?? {}).length;

const modeOf = (found: PeerAuthentication | undefined): Mode => found?.spec?.mtls?.mode ?? 'UNSET';

/** What holds in a namespace: its own mode, else the mesh's. */
function outerMode(world: World, namespace: string | undefined): Mode {
  const [near, far] = [namespace, rootNamespace].map((place) =>
    modeOf(ofNamespace(world, place).find(isForAll)),
  );
  return (near === 'UNSET' ? far : near) ?? 'UNSET';
}

const unproven: NonNullable<PolicyRule['when']>[number] = { key: 'source.principal', notValues: ['*'] };

const denying = (namespace: string, name: string, rules: readonly PolicyRule[]): MeshPolicy => ({
  namespace,
  name,
  action: 'DENY',
  scope: 'WorkloadSelector',
  rules,
});

/** Underscores can't be in names of objects. */
const staticStrict = denying(rootNamespace, 'istio_converted_static_strict', [{ when: [unproven] }]);

/** Ports that differ from what holds around them, if there are any. */
function portPolicy(world: World, { metadata, spec }: PeerAuthentication): MeshPolicy | undefined {
  const { name, namespace = '' } = metadata;
  if (namespace === rootNamespace || !spec?.selector || !spec.portLevelMtls) return undefined;
  const mode = spec.mtls?.mode ?? 'UNSET';
  const strict = (mode === 'UNSET' ? outerMode(world, namespace) : mode) === 'STRICT';
  const ports = Object.entries(spec.portLevelMtls);
  const exceptions = ports.flatMap(([port, own]) =>
    own.mode === 'PERMISSIVE' || own.mode === 'DISABLE' ? [port] : [],
  );
  if (strict) {
    if (!exceptions.length) return undefined;
    const elsewhere = exceptions.map((port) => ({ key: 'destination.port', notValues: [port] }));
    const when = mode === 'STRICT' ? [unproven, ...elsewhere] : [...elsewhere, unproven];
    return denying(namespace, `converted_peer_authentication_${name}`, [{ when }]);
  }
  const rules = ports
    .filter(([, own]) => own.mode === 'STRICT')
    .map(([port]) => ({ when: [unproven, { key: 'destination.port', values: [port] }] }));
  return rules.length ? denying(namespace, `converted_peer_authentication_${name}`, rules) : undefined;
}
