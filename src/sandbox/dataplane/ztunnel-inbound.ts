import { identityOf } from '../mesh/enrolment.ts';
import type { MeshService } from '../mesh/model.ts';
import type { PodObject } from '../mesh/objects.ts';
import { policiesAtPod } from '../mesh/policies.ts';
import { meshServices } from '../mesh/registry.ts';
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
      ...serviceOf(flow, pod, port),
      pod,
      ...(source.identity ? { identity: identityOf(pod) } : {}),
    },
    copied: !denied,
    answer: denied
      ? failed('reset', `connection closed due to policy rejection: ${decision.reason}`)
      : answer,
    started,
  });
  return answer;
}

/**
 * The service that a connection is for: the one that the sender means, if the pod is one of its endpoints, else the
 * first one that leads to the port.
 */
function serviceOf({ world, meant }: Flow, pod: PodObject, port: number): { readonly service?: string } {
  const { uid } = pod.metadata;
  const leads = ({ endpoints }: MeshService): boolean =>
    endpoints.some(
      (endpoint) =>
        endpoint.kind === 'pod' &&
        endpoint.pod.metadata.uid === uid &&
        Object.values(endpoint.ports).includes(port),
    );
  const fitting = meshServices(world).filter(leads);
  const found = fitting.find(({ hostname }) => hostname === meant) ?? fitting[0];
  return found ? { service: found.hostname } : {};
}

/** Through HBONE the client's own connection is already accepted when the pod refuses. */
const droppedNotRefused = (answer: Answer, identity: string | undefined): Answer =>
  answer.kind === 'failed' && answer.failure === 'refused' && identity
    ? failed('reset', 'http status: 503 Service Unavailable')
    : answer;

const decide = ({ world, source }: Flow, pod: PodObject, port: number): Decision =>
  authorize(policiesAtPod(world, pod), {
    ...(source.identity ? { identity: source.identity } : {}),
    sourceIp: source.address,
    destinationIp: pod.status?.podIP ?? '',
    destinationPort: port,
  });
