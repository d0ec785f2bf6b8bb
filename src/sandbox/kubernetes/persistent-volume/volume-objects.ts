import { fieldsAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import type { LabelSelectorSpec } from '../../apiserver/store/selectors.ts';

type ClaimReference = {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
};

export type NodeTerm = {
  readonly matchExpressions?: readonly NodeRequirement[];
  readonly matchFields?: readonly NodeRequirement[];
};

/** A requirement of a node's labels, or of its name. */
export type NodeRequirement = {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
};

/** What controllers read of a PersistentVolume. */
export type VolumeObject = KubeObject & {
  readonly spec?: {
    readonly capacity?: { readonly storage?: string };
    readonly accessModes?: readonly string[];
    readonly volumeMode?: string;
    readonly storageClassName?: string;
    readonly persistentVolumeReclaimPolicy?: string;
    readonly claimRef?: ClaimReference;
    readonly hostPath?: { readonly path?: string };
    readonly local?: { readonly path?: string };
    readonly nodeAffinity?: { readonly required?: { readonly nodeSelectorTerms?: readonly NodeTerm[] } };
  };
  readonly status?: { readonly phase?: string };
};

/** What controllers read of a PersistentVolumeClaim. */
export type ClaimObject = KubeObject & {
  readonly spec?: {
    readonly accessModes?: readonly string[];
    readonly resources?: { readonly requests?: { readonly storage?: string } };
    readonly selector?: LabelSelectorSpec;
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly volumeName?: string;
  };
  readonly status?: { readonly phase?: string };
};

const others = [
  'capacity',
  'accessModes',
  'volumeMode',
  'storageClassName',
  'persistentVolumeReclaimPolicy',
  'claimRef',
  'nodeAffinity',
  'mountOptions',
  'volumeAttributesClassName',
];

/** Where the files of a volume are: `hostPath`, `nfs`, `csi`. There should be one. */
export const sourcesOf = (volume: KubeObject): readonly string[] =>
  Object.keys(fieldsAt(volume, 'spec')).filter((field) => !others.includes(field));
