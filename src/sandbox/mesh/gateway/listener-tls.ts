import type { KubeObject } from '../../apiserver/store/object.ts';
import { type Identity, identityProblem } from '../../apiserver/tls/identity.ts';
import type { World } from '../../world.ts';
import type { CertificateRef, GatewayClassObject, GatewayObject, Listener } from '../objects.ts';
import { isGranted } from '../reference-grants.ts';
import { resources } from '../resources.ts';

/** What a listener does with TLS: nothing, end it with a certificate, or pass it on; or why it can't. */
type ListenerTls =
  | { readonly kind: 'none' }
  | { readonly kind: 'passthrough' }
  | { readonly kind: 'terminate'; readonly identity: Identity }
  | {
      readonly kind: 'invalid';
      readonly reason: 'InvalidCertificateRef' | 'RefNotPermitted';
      readonly message: string;
    };

/** Whether connections to a listener speak TLS. */
export const speaksTls = ({ protocol }: Listener): boolean => protocol === 'HTTPS' || protocol === 'TLS';

/**
 * Reads the certificate of a listener as its class's controller does, in its words: a Secret of the Gateway's namespace
 * or of one that grants it, with a certificate and the key to it. Istio takes two of them, for two kinds of keys; the
 * first that is valid is shown.
 * @see agentgateway v1.4.1, controller/pkg/agentgateway/translator/conversion.go, buildTLS
 * @see istio 1.29.3, pilot/pkg/config/kube/gateway/conversion.go, buildTLS
 */
export function listenerTls(world: World, gateway: GatewayObject, listener: Listener): ListenerTls {
  if (!speaksTls(listener)) return { kind: 'none' };
  const { mode = 'Terminate', certificateRefs = [] } = listener.tls ?? {};
  if (mode === 'Passthrough') return { kind: 'passthrough' };
  const isIstios = isOfIstio(world, gateway);
  const limit = isIstios ? 2 : 1;
  if (certificateRefs.length === 0 || certificateRefs.length > limit)
    return invalid(
      isIstios
        ? 'TLS mode can only support up to 2 server certificates'
        : 'exactly 1 certificateRefs should be present for TLS termination',
    );
  const found = certificateRefs.map((ref) => fromSecret(world, gateway, { ref, isIstios }));
  return found.find(({ kind }) => kind === 'terminate') ?? found[0] ?? { kind: 'none' };
}

/** Whether one of istiod's controllers is in charge of a Gateway. */
function isOfIstio(world: World, { spec }: GatewayObject): boolean {
  const name = spec?.gatewayClassName ?? '';
  const key = { resource: resources.gatewayClasses, namespace: '', name };
  return world.store.get<GatewayClassObject>(key)?.spec?.controllerName?.startsWith('istio.io/') === true;
}

const invalid = (
  message: string,
  reason: (ListenerTls & { kind: 'invalid' })['reason'] = 'InvalidCertificateRef',
): ListenerTls => ({ kind: 'invalid', reason, message });

type SecretObject = KubeObject & { readonly data?: Readonly<Record<string, string>> };

type Asked = { readonly ref: CertificateRef; readonly isIstios: boolean };

function fromSecret(world: World, { metadata }: GatewayObject, { ref, isIstios }: Asked): ListenerTls {
  const { group = '', kind = 'Secret', name } = ref;
  const own = metadata.namespace ?? '';
  const namespace = ref.namespace ?? own;
  const said = `invalid certificate reference ${group}/${kind}/${name}.${ref.namespace ?? ''}`;
  if (group !== '' || kind !== 'Secret') return invalid(`${said}, only secret is allowed`);
  const secret = world.store.get<SecretObject>({ resource: resources.secrets, namespace, name });
  if (!secret) return invalid(`${said}, secret ${isIstios ? `${namespace}/${name} ` : ''}not found`);
  const found = identityIn(secret);
  if (typeof found === 'string') return invalid(`${said}, ${found}`);
  const why = identityProblem(found);
  const malformed = why
    ? invalid(`${isIstios ? said : 'invalid certificate reference'}, the certificate is malformed: ${why}`)
    : undefined;
  // Istio reads it before it asks whether it may.
  if (isIstios && malformed) return malformed;
  const reference = {
    from: { kind: 'Gateway', namespace: own },
    to: { kind: 'Secret', namespace, name },
  } as const;
  if (namespace !== own && !isGranted(world, reference))
    return invalid(
      `certificateRef ${name}/${namespace} not accessible to a Gateway in namespace "${own}" (missing a ReferenceGrant?)`,
      'RefNotPermitted',
    );
  return malformed ?? { kind: 'terminate', identity: found };
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
