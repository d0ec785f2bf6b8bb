import type { World } from '../world.ts';
import { covers } from './attachment.ts';
import type { MeshService } from './model.ts';
import type { PodObject, ServiceEntryObject } from './objects.ts';
import { meshServices } from './registry.ts';

/** What ztunnel answers itself beside Services: addresses of hosts that are exported to the pod's namespace. */
export function capturedAddresses(world: World, pod: PodObject, name: string): readonly string[] | undefined {
  const visible = meshServices(world).filter(
    (service) => service.origin !== 'Service' && isVisible(world, service, pod) && service.vips.length > 0,
  );
  const exact = visible.filter(({ hostname }) => hostname === name);
  const { namespace } = pod.metadata;
  const own = exact.find((service) => service.namespace === namespace) ?? exact[0];
  return (own ?? visible.find(({ hostname }) => covers(hostname, name)))?.vips;
}

function isVisible(world: World, { key }: MeshService, pod: PodObject): boolean {
  const exportTo = world.store.get<ServiceEntryObject>(key)?.spec?.exportTo ?? ['*'];
  const { namespace } = pod.metadata;
  return exportTo.some((to) => to === '*' || to === namespace || (to === '.' && key.namespace === namespace));
}
