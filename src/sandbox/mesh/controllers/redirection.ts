import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import type { World } from '../../world.ts';
import { isEnrolled, isFinished } from '../enrolment.ts';
import type { PodObject } from '../objects.ts';
import { resources, rootNamespace } from '../resources.ts';

const annotation = 'ambient.istio.io/redirection';

/**
 * Istio's agent on the nodes: says on a pod that its traffic goes through ztunnel now.
 * @see https://github.com/istio/istio/blob/1.29.3/cni/pkg/util/podutil.go
 */
export const redirection: Controller = {
  name: 'istio-cni',
  watches: [resources.pods, resources.namespaces, resources.daemonSets],
  enqueue: (changed, world) => {
    if (changed.resource === resources.pods) return [changed];
    return keysOf(world, resources.pods, changed.resource === resources.namespaces ? changed.name : '');
  },
  delay: 0.2,
  reconcile(key, world) {
    const pod = world.store.get<PodObject>(key);
    if (!pod?.status?.podIP || isFinished(pod) || !hasAgent(world)) return undefined;
    const wanted = isEnrolled(world, pod) ? 'enabled' : undefined;
    if (pod.metadata.annotations?.[annotation] === wanted) return undefined;
    world.store.mutate(key, (object) => {
      const { [annotation]: _old, ...others } = object.metadata.annotations ?? {};
      const annotations = { ...others, ...(wanted ? { [annotation]: wanted } : {}) };
      return { ...object, metadata: { ...object.metadata, annotations } };
    });
    return undefined;
  },
};

const hasAgent = (world: World): boolean => {
  const key = { resource: resources.daemonSets, namespace: rootNamespace, name: 'istio-cni-node' };
  const status = world.store.get(key)?.status as { readonly numberReady?: number } | undefined;
  return (status?.numberReady ?? 0) > 0;
};
