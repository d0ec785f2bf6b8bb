import type { KubeObject } from '../../apiserver/store/object.ts';
import type { LabelSelectorSpec } from '../../apiserver/store/selectors.ts';
import type { PodTemplate } from '../workload/workload-objects.ts';

type Retention = 'Delete' | 'Retain';

/** What the controller reads of a StatefulSet. */
export type StatefulSetObject = KubeObject & {
  readonly spec?: {
    readonly replicas?: number;
    readonly serviceName?: string;
    readonly selector?: LabelSelectorSpec;
    readonly template?: PodTemplate;
    readonly minReadySeconds?: number;
    readonly revisionHistoryLimit?: number;
    readonly ordinals?: { readonly start?: number };
    readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
    readonly updateStrategy?: {
      readonly type?: 'RollingUpdate' | 'OnDelete';
      readonly rollingUpdate?: { readonly partition?: number };
    };
    readonly volumeClaimTemplates?: readonly KubeObject[];
    readonly persistentVolumeClaimRetentionPolicy?: {
      readonly whenDeleted?: Retention;
      readonly whenScaled?: Retention;
    };
  };
  readonly status?: { readonly currentRevision?: string };
};
