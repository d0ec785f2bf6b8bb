import type { KubeObject } from '../../apiserver/store/object.ts';
import { certificatesIn } from '../../apiserver/tls/identity.ts';
import type { World } from '../../world.ts';
import type { MeshService } from '../model.ts';
import type { Condition, ParentRef, PolicyTargetRef, ServiceObject } from '../objects.ts';
import { resources } from '../resources.ts';

export type BackendTlsPolicyObject = KubeObject & {
  readonly spec?: {
    readonly targetRefs?: readonly (PolicyTargetRef & { readonly sectionName?: string })[];
    readonly validation?: {
      readonly hostname?: string;
      readonly caCertificateRefs?: readonly {
        readonly group: string;
        readonly kind: string;
        readonly name: string;
      }[];
      readonly wellKnownCACertificates?: string;
      readonly subjectAltNames?: readonly {
        readonly type: string;
        readonly hostname?: string;
        readonly uri?: string;
      }[];
    };
  };
  readonly status?: {
    readonly ancestors?: readonly {
      readonly ancestorRef: ParentRef;
      readonly controllerName: string;
      readonly conditions: readonly Condition[];
    }[];
  };
};

/** What gateways do for connections to a backend. */
export type BackendTls =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'tls';
      /** The name that is asked for. */
      readonly hostname: string;
      /** Names of which the backend's certificate has to be for one. */
      readonly names: readonly string[];
      readonly trust: 'public' | { readonly authorities: string };
    }
  | {
      readonly kind: 'invalid';
      readonly reason: 'InvalidKind' | 'InvalidCACertificateRef';
      /** Why not, of the references, and of the policy. */
      readonly resolved: string;
      readonly message: string;
    };

/**
 * The TLS that a policy asks for: one for the named port of a Service wins over one for all of it, then the oldest.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicy
 */
export function backendTls(world: World, service: MeshService, port: number): BackendTls {
  if (service.key.resource !== resources.services) return { kind: 'none' };
  const object = world.store.get<ServiceObject>(service.key);
  const name = object?.spec?.ports?.find((each) => each.port === port)?.name;
  const [policy] = policiesFor(world, service.key).filter(
    ({ section }) => section === undefined || section === name,
  );
  return policy ? tlsOf(world, policy.policy) : { kind: 'none' };
}

type Target = { readonly namespace: string; readonly name: string };

/** Policies about a Service, the decisive one first. */
export const policiesFor = (world: World, { namespace, name }: Target) =>
  world.store
    .list<BackendTlsPolicyObject>(resources.backendTlsPolicies, { namespace })
    .flatMap((policy) =>
      (policy.spec?.targetRefs ?? [])
        .filter((ref) => (ref.group ?? '') === '' && ref.kind === 'Service' && ref.name === name)
        .map(({ sectionName }) => ({ policy, section: sectionName })),
    )
    .sort(
      (a, b) =>
        Number(b.section !== undefined) - Number(a.section !== undefined) ||
        (ageOf(a.policy) < ageOf(b.policy) ? -1 : 1),
    );

const ageOf = ({ metadata }: BackendTlsPolicyObject): string =>
  `${metadata.creationTimestamp} ${metadata.namespace}/${metadata.name}`;

/** What a policy comes to. */
export function tlsOf(world: World, policy: BackendTlsPolicyObject): BackendTls {
  const {
    hostname = '',
    caCertificateRefs = [],
    wellKnownCACertificates,
    subjectAltNames = [],
  } = policy.spec?.validation ?? {};
  const names = subjectAltNames.flatMap(({ hostname: host, uri }) => host ?? uri ?? []);
  const common = { kind: 'tls', hostname, names: names.length ? names : [hostname] } as const;
  if (wellKnownCACertificates) return { ...common, trust: 'public' };
  const found = caCertificateRefs.map((ref) => authoritiesOf(world, policy.metadata.namespace ?? '', ref));
  const problem = found.find((each) => typeof each === 'object');
  return problem ? { kind: 'invalid', ...problem } : { ...common, trust: { authorities: found.join('\n') } };
}

type Ref = { readonly group: string; readonly kind: string; readonly name: string };
type ConfigMapObject = KubeObject & { readonly data?: Readonly<Record<string, string>> };
type Invalid = Omit<BackendTls & { kind: 'invalid' }, 'kind'>;

/** The certificates of a reference; one that is no good spoils them all. */
function authoritiesOf(world: World, namespace: string, { group, kind, name }: Ref): string | Invalid {
  const named = `{${group} ${kind} ${name}}`;
  if (group !== '' || kind !== 'ConfigMap')
    return {
      reason: 'InvalidKind',
      resolved: `Certificate reference invalid: ${kind}`,
      message: `invalid certificate reference: ${named}`,
    };
  const map = world.store.get<ConfigMapObject>({ resource: resources.configMaps, namespace, name });
  const reason = 'InvalidCACertificateRef';
  if (!map)
    return {
      reason,
      resolved: 'Certificate reference not found',
      message: `certificate reference not found: ${named}`,
    };
  const text = map.data?.['ca.crt'] ?? '';
  const why = text ? 'failed to find any PEM data' : 'no ca.crt key found';
  return certificatesIn(text).length
    ? text
    : { reason, resolved: `Certificate invalid: ${why}`, message: `certificate invalid: ${why}` };
}
