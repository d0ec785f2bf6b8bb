import type { KubeObject } from '../../apiserver/store/object.ts';
import { type Identity, identityProblem } from '../../apiserver/tls/identity.ts';
import type { World } from '../../world.ts';
import type { CertificateRef, GatewayObject, Listener } from '../objects.ts';
import { isGranted } from '../reference-grants.ts';
import { resources } from '../resources.ts';

/** What a listener does with TLS: nothing, end it with a certificate, or pass it on; or why it can't. */
type ListenerTls =
  | { readonly kind: 'none' }
  | { readonly kind: 'passthrough' }
  | { readonly kind: 'terminate'; readonly identity: Identity }
  /** It ends with the certificate that the proxy has in the mesh. */
  | { readonly kind: 'workload' }
  | {
      readonly kind: 'invalid';
      readonly reason: 'InvalidCertificateRef' | 'RefNotPermitted';
      readonly message: string;
    };

/** Whether connections to a listener speak TLS. */
export const speaksTls = ({ protocol }: Listener): boolean => protocol === 'HTTPS' || protocol === 'TLS';

/**
 * Reads the certificate of a listener as agentgateway's controller does, in its words: one Secret, of the Gateway's
 * namespace or one that grants it, with a certificate and the key to it.
 * @see agentgateway v1.4.1, controller/pkg/agentgateway/translator/conversion.go, buildTLS
 */
export function listenerTls(world: World, gateway: GatewayObject, listener: Listener): ListenerTls {
  if (!speaksTls(listener)) return { kind: 'none' };
  const { mode = 'Terminate', certificateRefs = [], options } = listener.tls ?? {};
  if (mode === 'Passthrough') return { kind: 'passthrough' };
  if (options?.['gateway.istio.io/tls-terminate-mode']?.startsWith('ISTIO_')) return { kind: 'workload' };
  const [ref, ...others] = certificateRefs;
  if (!ref || others.length)
    return invalid('exactly 1 certificateRefs should be present for TLS termination');
  return fromSecret(world, gateway, ref);
}

const invalid = (
  message: string,
  reason: (ListenerTls & { kind: 'invalid' })['reason'] = 'InvalidCertificateRef',
): ListenerTls => ({ kind: 'invalid', reason, message });

type SecretObject = KubeObject & { readonly data?: Readonly<Record<string, string>> };

function fromSecret(world: World, { metadata }: GatewayObject, ref: CertificateRef): ListenerTls {
  const { group = '', kind = 'Secret', name } = ref;
  const own = metadata.namespace ?? '';
  const namespace = ref.namespace ?? own;
  const said = `invalid certificate reference ${group}/${kind}/${name}.${ref.namespace ?? ''}`;
  if (group !== '' || kind !== 'Secret') return invalid(`${said}, only secret is allowed`);
  const secret = world.store.get<SecretObject>({ resource: resources.secrets, namespace, name });
  if (!secret) return invalid(`${said}, secret not found`);
  const found = identityIn(secret);
  if (typeof found === 'string') return invalid(`${said}, ${found}`);
  const reference = {
    from: { kind: 'Gateway', namespace: own },
    to: { kind: 'Secret', namespace, name },
  } as const;
  if (namespace !== own && !isGranted(world, reference))
    return invalid(
      `certificateRef ${name}/${namespace} not accessible to a Gateway in namespace "${own}" (missing a ReferenceGrant?)`,
      'RefNotPermitted',
    );
  const problem = identityProblem(found);
  if (problem) return invalid(`invalid certificate reference, the certificate is malformed: ${problem}`);
  return { kind: 'terminate', identity: found };
}

/** The certificate and key in a Secret, or what is wrong with its keys. */
function identityIn({ data = {} }: SecretObject): Identity | string {
  const text = (key: string): string => Buffer.from(data[key] ?? '', 'base64').toString();
  const identity = { certificate: text('tls.crt'), key: text('tls.key') };
  if (identity.certificate && identity.key) return identity;
  if ('tls.crt' in data && 'tls.key' in data)
    return 'found keys "tls.crt" and "tls.key", but they were empty';
  const found = Object.keys(data).sort().join(', ');
  return `found secret, but didn't have expected keys (tls.crt and tls.key); found: ${found}`;
}
