import { isReady } from '../../../mesh/enrolment.ts';
import type { PodObject } from '../../../mesh/objects.ts';
import { labelOf, resources } from '../../../mesh/resources.ts';
import { parseImageName } from '../../../workloads/images/reference.ts';
import type { World } from '../../../world.ts';

/** Pods that take their configuration from istiod, ztunnels and Istio's own proxies, by their names. */
export const meshProxies = (world: World): readonly PodObject[] =>
  world.store
    .list<PodObject>(resources.pods, {
      where: (pod) => isReady(pod as PodObject) && isProxy(pod as PodObject),
    })
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));

const isProxy = ({ spec }: PodObject): boolean =>
  (spec?.containers ?? []).some(({ image }) =>
    /(^|\/)(ztunnel|proxyv2)$/.test(parseImageName(image).repository),
  );

/** Whether a proxy is a ztunnel. */
export const isZtunnel = ({ spec }: PodObject): boolean =>
  /(^|\/)ztunnel$/.test(parseImageName(spec?.containers?.[0]?.image ?? '').repository);

/** What istiod takes a proxy for. */
export function typeOf(pod: PodObject): 'ztunnel' | 'waypoint' | 'gateway' {
  if (isZtunnel(pod)) return 'ztunnel';
  return (labelOf(pod, 'gateway.istio.io/managed') ?? '').includes('mesh') ? 'waypoint' : 'gateway';
}
