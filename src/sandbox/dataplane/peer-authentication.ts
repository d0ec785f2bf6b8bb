import type { PodObject } from '../mesh/objects.ts';
import { fitsLabels, rootNamespace } from '../mesh/resources.ts';
import type { KubeObject } from '../store/object.ts';
import type { World } from '../world.ts';

type Mode = { readonly mode?: 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT' };

type PeerAuthentication = KubeObject & {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly mtls?: Mode;
    readonly portLevelMtls?: Readonly<Record<string, Mode>>;
  };
};

/**
 * Whether a pod takes nothing but mTLS on a port: a PeerAuthentication for the pod decides, then its namespace's, then
 * the mesh's. DISABLE comes to the same as PERMISSIVE in the ambient mesh.
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function requiresMtls(world: World, pod: PodObject, port: number): boolean {
  const all = world.store.list<PeerAuthentication>('peerauthentications.security.istio.io');
  const inNamespace = (namespace: string | undefined) =>
    all.filter(({ metadata }) => metadata.namespace === namespace);
  const own = inNamespace(pod.metadata.namespace);
  const selecting = own.filter(({ spec }) => fitsLabels(pod, spec?.selector?.matchLabels));
  const plain = [...own, ...inNamespace(rootNamespace)].filter(({ spec }) => !spec?.selector?.matchLabels);
  const modes = [
    ...selecting.map(({ spec }) => spec?.portLevelMtls?.[port]?.mode),
    ...[...selecting, ...plain].map(({ spec }) => spec?.mtls?.mode),
  ];
  return modes.find((mode) => mode && mode !== 'UNSET') === 'STRICT';
}
