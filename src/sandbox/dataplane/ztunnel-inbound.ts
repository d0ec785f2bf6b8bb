import type { KubeObject } from '../apiserver/store/object.ts';
import { identityOf } from '../mesh/enrolment.ts';
import type { PodObject } from '../mesh/objects.ts';
import { policiesAtPod } from '../mesh/policies.ts';
import { fitsLabels, rootNamespace } from '../mesh/resources.ts';
import type { World } from '../world.ts';
import { authorize, type Decision } from './authorize.ts';
import { deliver } from './deliver.ts';
import { type Answer, type Flow, failed } from './flow.ts';
import { logConnection } from './ztunnel-log.ts';

/** The ztunnel in front of a pod: enforces policy on what it can see, the connection, and hands over. */
export async function inbound(flow: Flow, pod: PodObject, port: number): Promise<Answer> {
  const { source } = flow;
  const started = performance.now();
  const decision = decide(flow, pod, port);
  const denied = decision.kind !== 'allowed';
  const answer = denied
    ? failed('reset', source.identity ? 'http status: 401 Unauthorized' : 'connection reset by peer')
    : droppedNotRefused(await deliver(flow, pod, port), source.identity);
  logConnection({
    flow,
    at: pod,
    direction: 'inbound',
    leg: {
      address: `${pod.status?.podIP}:${source.identity ? 15008 : port}`,
      ...(source.identity ? { hboneAddress: `${pod.status?.podIP}:${port}` } : {}),
      pod,
      identity: identityOf(pod),
    },
    answer: denied
      ? failed('reset', `connection closed due to policy rejection: ${decision.reason}`)
      : answer,
    started,
  });
  return answer;
}

/** Through HBONE the client's own connection is already accepted when the pod refuses. */
const droppedNotRefused = (answer: Answer, identity: string | undefined): Answer =>
  answer.kind === 'failed' && answer.failure === 'refused' && identity
    ? failed('reset', 'http status: 503 Service Unavailable')
    : answer;

/** Plain text doesn't get in where mTLS is required; policy comes after that. */
function decide({ world, source }: Flow, pod: PodObject, port: number): Decision {
  if (!source.identity && requiresMtls(world, pod, port)) {
    return { kind: 'denied', reason: `explicitly denied by: ${rootNamespace}/istio_converted_static_strict` };
  }
  return authorize(policiesAtPod(world, pod), {
    ...(source.identity ? { identity: source.identity } : {}),
    sourceIp: source.address,
    destinationIp: pod.status?.podIP ?? '',
    destinationPort: port,
  });
}

type Mode = { readonly mode?: 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT' };

type PeerAuthentication = KubeObject & {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly mtls?: Mode;
    readonly portLevelMtls?: Readonly<Record<string, Mode>>;
  };
};

/**
 * Whether a pod takes nothing but mTLS on a port: a PeerAuthentication for the pod decides, then its namespace's, then
 * the mesh's. DISABLE comes to the same as PERMISSIVE in the ambient mesh.
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
function requiresMtls(world: World, pod: PodObject, port: number): boolean {
  const all = world.store.list<PeerAuthentication>('peerauthentications.security.istio.io');
  const inNamespace = (namespace: string | undefined) =>
    all.filter(({ metadata }) => metadata.namespace === namespace);
  const own = inNamespace(pod.metadata.namespace);
  const selecting = own.filter(({ spec }) => fitsLabels(pod, spec?.selector?.matchLabels));
  const plain = [...own, ...inNamespace(rootNamespace)].filter(({ spec }) => !spec?.selector?.matchLabels);
  const modes = [
    ...selecting.map(({ spec }) => spec?.portLevelMtls?.[port]?.mode),
    ...[...selecting, ...plain].map(({ spec }) => spec?.mtls?.mode),
  ];
  return modes.find((mode) => mode && mode !== 'UNSET') === 'STRICT';
}
