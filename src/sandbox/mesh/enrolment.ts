import type { World } from '../world.ts';
import type { PodObject } from './objects.ts';
import { labelOf, namespaceLabel } from './resources.ts';

/** Trust domain of every simulated mesh. */
export const trustDomain = 'cluster.local';

/**
 * Whether a pod's traffic is taken up by ztunnel: its own label decides, else its namespace's. Pods on the node's
 * network can't be.
 * @see https://istio.io/latest/docs/ambient/usage/add-workloads/
 */
export function isEnrolled(world: World, pod: PodObject): boolean {
  if (pod.spec?.hostNetwork) return false;
  const mode =
    labelOf(pod, 'istio.io/dataplane-mode') ??
    namespaceLabel(world, pod.metadata.namespace, 'istio.io/dataplane-mode');
  return mode === 'ambient';
}

/** What istioctl shows as PROTOCOL: proxies that speak HBONE themselves count as well. */
export const protocolOf = (world: World, pod: PodObject): 'HBONE' | 'TCP' =>
  isEnrolled(world, pod) || labelOf(pod, 'networking.istio.io/tunnel') === 'http' ? 'HBONE' : 'TCP';

/** SPIFFE id without its scheme: `cluster.local/ns/web/sa/default`. */
export const identityOf = (pod: PodObject, domain: string = trustDomain): string =>
  `${domain}/ns/${pod.metadata.namespace}/sa/${pod.spec?.serviceAccountName ?? 'default'}`;

/** Whether the Ready condition holds, be the pod on its way out or not. */
export const isServing = ({ status }: PodObject): boolean =>
  (status?.conditions ?? []).some(({ type, status: value }) => type === 'Ready' && value === 'True');

/** Whether the Ready condition holds and the pod isn't on its way out. */
export const isReady = (pod: PodObject): boolean => !pod.metadata.deletionTimestamp && isServing(pod);

/** Whether the pod has ended for good: it has no address any more and takes part in nothing. */
export const isFinished = ({ status }: PodObject): boolean =>
  status?.phase === 'Succeeded' || status?.phase === 'Failed';
