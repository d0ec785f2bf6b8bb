import type { KubeObject } from '../../../apiserver/store/object.ts';
import type { MeshService } from '../../../mesh/model.ts';
import { labelOf, resources } from '../../../mesh/resources.ts';
import type { World } from '../../../world.ts';

type Slice = KubeObject & { readonly endpoints?: readonly { readonly addresses?: readonly string[] }[] };

/** The EndpointSlice of a Service that has an address which is no pod's. */
export function sliceOf(world: World, { key }: MeshService, address: string): string {
  const [slice] = world.store.list<Slice>(resources.endpointSlices, {
    namespace: key.namespace,
    where: (object) =>
      labelOf(object, 'kubernetes.io/service-name') === key.name &&
      ((object as Slice).endpoints ?? []).some(({ addresses = [] }) => addresses.includes(address)),
  });
  return slice?.metadata.name ?? key.name;
}
