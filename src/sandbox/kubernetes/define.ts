import type { KindBehaviour } from '../apiserver/kind.ts';

/** How a kind of Kubernetes' own behaves; its names, versions and fields are in `data/kubernetes.json`. */
export type BuiltIn = KindBehaviour & {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
};

/** Says how a built-in kind behaves; of the core group unless said otherwise. */
export const builtIn = (
  behaviour: KindBehaviour & { readonly group?: string; readonly kind: string },
): BuiltIn => ({
  group: '',
  ...behaviour,
});
