import type { KubeObject } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';
import { resources } from './resources.ts';

type ReferenceGrant = KubeObject & {
  readonly spec?: {
    readonly from?: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[];
    readonly to?: readonly { readonly group?: string; readonly kind: string; readonly name?: string }[];
  };
};

/** A reference out of a namespace; both kinds are of the Gateway API or of the core, by what they are. */
type Reference = {
  readonly from: { readonly kind: string; readonly namespace: string };
  readonly to: {
    readonly kind: 'Service' | 'Secret' | 'ConfigMap';
    readonly namespace: string;
    readonly name: string;
  };
};

/**
 * Whether the namespace that is referred to lets objects of another one do so.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrant
 */
export const isGranted = (world: World, { from, to }: Reference): boolean =>
  world.store
    .list<ReferenceGrant>(resources.referenceGrants, { namespace: to.namespace })
    .some(
      ({ spec }) =>
        spec?.from?.some(
          ({ group, kind, namespace }) =>
            group === 'gateway.networking.k8s.io' && kind === from.kind && namespace === from.namespace,
        ) &&
        spec.to?.some(
          ({ group = '', kind, name }) => group === '' && kind === to.kind && (!name || name === to.name),
        ),
    );
