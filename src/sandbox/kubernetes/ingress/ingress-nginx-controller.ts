import { ipVersion } from '../../apiserver/admission/ip-address.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import { writeStatus } from '../../controllers/write.ts';
import { isReady } from '../../mesh/enrolment.ts';
import { controllerPods, flagsOf, servedIngresses } from '../../mesh/ingress-nginx.ts';
import type { IngressAddress, IngressObject } from '../../mesh/ingress-objects.ts';
import type { PodObject, ServiceObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';

/**
 * Gives Ingresses the address at which ingress-nginx serves them, as long as a pod of it runs. What it serves is asked
 * with each request: see its image.
 */
export const ingressNginx: Controller = {
  name: 'ingress-nginx',
  watches: [resources.ingresses, resources.ingressClasses, resources.pods, resources.services],
  enqueue: (_changed, world) => keysOf(world, resources.ingresses),
  reconcile(key, world) {
    const ingress = world.store.get<IngressObject>(key);
    if (!ingress || ingress.metadata.deletionTimestamp) return undefined;
    const pod = controllerPods(world)
      .filter(isReady)
      .find((each) => serves(world, each, ingress));
    const wanted = pod ? addresses(world, pod) : [];
    const current = ingress.status?.loadBalancer?.ingress ?? [];
    if (JSON.stringify(wanted) === JSON.stringify(current)) return undefined;
    if (pod && !current.length) {
      recordEvent(world, ingress, {
        reason: 'Sync',
        message: 'Scheduled for sync',
        component: 'nginx-ingress-controller',
      });
    }
    writeStatus(world, key, { loadBalancer: wanted.length ? { ingress: wanted } : {} });
    return undefined;
  },
};

const serves = (world: World, pod: PodObject, ingress: IngressObject): boolean =>
  servedIngresses(world, flagsOf(pod)).some(({ metadata }) => metadata.uid === ingress.metadata.uid);

/** What its flags say, else the addresses of the nodes that it runs on. */
function addresses(world: World, pod: PodObject): readonly IngressAddress[] {
  const { publishAddress, publishService } = flagsOf(pod);
  if (publishAddress) {
    return publishAddress.split(',').map((text) => (ipVersion(text) ? { ip: text } : { hostname: text }));
  }
  if (!publishService) return pod.status?.hostIP ? [{ ip: pod.status.hostIP }] : [];
  const [namespace = '', name = ''] = publishService.split('/');
  const service = world.store.get<ServiceObject>({ resource: resources.services, namespace, name });
  if (!service) return [];
  const { type, clusterIP } = service.spec ?? {};
  if (type !== 'LoadBalancer') return clusterIP ? [{ ip: clusterIP }] : [];
  return (service.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [{ ip }] : []));
}
