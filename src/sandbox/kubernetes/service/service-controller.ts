import type { Controller } from '../../controllers/controller.ts';
import { sameResource } from '../../controllers/keys.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { ServiceObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { assignAddresses } from './service-addresses.ts';

/** Gives Services the addresses they lack; those of load balancers come from the cluster's MetalLB pool. */
export const service: Controller = {
  name: 'service-controller',
  watches: [resources.services],
  enqueue: sameResource(resources.services),
  delay: 0,
  reconcile(key, world) {
    const others = world.store.list(resources.services);
    const found = world.store.mutate<ServiceObject>(
      key,
      (object) => assignAddresses(object, others, object) as ServiceObject,
    );
    if (!found || found.metadata.deletionTimestamp) return undefined;
    const assigned = found.status?.loadBalancer?.ingress?.[0]?.ip;
    // Another class is for a controller that isn't there.
    const wants = found.spec?.type === 'LoadBalancer' && !found.spec.loadBalancerClass;
    if (wants && !assigned) assign(world, found);
    if (!wants && assigned) writeStatus(world, key, { loadBalancer: {} });
    return undefined;
  },
};

/** Load balancer addresses of a cluster: eleven of the kind network, as the standup's pools are cut. */
export const loadBalancerPool = ({ index }: World): readonly string[] =>
  Array.from({ length: 11 }, (_, step) => `172.18.0.${100 + 20 * index + step}`);

function assign(world: World, found: ServiceObject): void {
  const used = new Set(
    world.store
      .list<ServiceObject>(resources.services)
      .flatMap(({ status }) => status?.loadBalancer?.ingress ?? [])
      .map(({ ip }) => ip),
  );
  const asked = found.spec?.loadBalancerIP ?? found.metadata.annotations?.['metallb.io/loadBalancerIPs'];
  const free = loadBalancerPool(world).filter((address) => !used.has(address));
  const ip = asked ? free.find((address) => address === asked) : free[0];
  const component = 'metallb-controller';
  if (!ip) {
    const why = asked ? `["${asked}"] is not allowed in config` : 'no available IPs';
    const message = `Failed to allocate IP for "${found.metadata.namespace}/${found.metadata.name}": ${why}`;
    recordEvent(world, found, { type: 'Warning', reason: 'AllocationFailed', message, component });
    return;
  }
  const { name, namespace = '' } = found.metadata;
  const key = { resource: resources.services, namespace, name };
  writeStatus(world, key, { loadBalancer: { ingress: [{ ip, ipMode: 'VIP' }] } });
  recordEvent(world, found, { reason: 'IPAllocated', message: `Assigned IP ["${ip}"]`, component });
}
