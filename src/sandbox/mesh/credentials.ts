import type { World } from '../world.ts';
import { identityOf, isReady, trustDomain } from './enrolment.ts';
import type { MeshCredentials } from './model.ts';
import { podsOfGateway } from './network.ts';
import type { GatewayObject, PodObject, ServiceObject } from './objects.ts';
import { fitsLabels, resources } from './resources.ts';

/** Environment through which a proxy learns who it is to the mesh: agentgateway's and ztunnel's names, and Istio's. */
const meshEnv = {
  address: ['CA_ADDRESS', 'CA_ADDR'],
  clusterId: ['CLUSTER_ID', 'ISTIO_META_CLUSTER_ID'],
  trustDomain: ['TRUST_DOMAIN'],
} as const;

/**
 * Whether istiod signs a certificate for a Gateway's proxy, and whether the mesh believes it. Read from the pod as
 * it runs, so a changed setting counts once it is rolled out.
 */
export function credentialsOf(world: World, gateway: GatewayObject): MeshCredentials {
  const pods = podsOfGateway(world, gateway);
  const pod = pods.find(isReady) ?? pods[0];
  if (!pod) return { kind: 'refused', reason: 'no pod asks for a certificate' };
  return credentialsOfPod(world, pod);
}

function credentialsOfPod(world: World, pod: PodObject): MeshCredentials {
  const address = envOf(pod, meshEnv.address);
  if (address && !answers(world, address))
    return { kind: 'refused', reason: `no certificate authority answers at ${address}` };
  const clusterId = envOf(pod, meshEnv.clusterId) ?? world.cluster;
  if (clusterId !== world.cluster) {
    const remote = world.peers.map(({ cluster }) => cluster).join(' ');
    const reason = `client claims to be in cluster "${clusterId}", but we only know about local cluster "${world.cluster}" and remote clusters [${remote}]`;
    return { kind: 'refused', reason };
  }
  const domain = envOf(pod, meshEnv.trustDomain) ?? trustDomain;
  const identity = identityOf(pod, domain);
  if (domain === trustDomain) return { kind: 'valid', identity };
  const reason = `identity verification error: peer did not present the expected SAN (spiffe://${identityOf(pod)}), got spiffe://${identity}`;
  return { kind: 'distrusted', identity, reason };
}

const envOf = (pod: PodObject, names: readonly string[]): string | undefined =>
  (pod.spec?.containers ?? []).flatMap(({ env }) => env ?? []).find(({ name }) => names.includes(name))
    ?.value;

/** Whether a ready istiod is behind `https://<service>.<namespace>.svc:<port>`. */
function answers(world: World, address: string): boolean {
  const [, name = '', namespace = '', port] =
    /^(?:https:\/\/)?([^.]+)\.([^.]+)\.svc(?:\.cluster\.local)?:(\d+)\/?$/.exec(address) ?? [];
  const service = world.store.get<ServiceObject>({ resource: resources.services, namespace, name });
  if (!service?.spec?.ports?.some((candidate) => candidate.port === Number(port))) return false;
  const where = (pod: PodObject) => fitsLabels(pod, service.spec?.selector) && isReady(pod);
  return world.store.list<PodObject>(resources.pods, { namespace }).some(where);
}
