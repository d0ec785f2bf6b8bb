import type { Condition, PodObject, PodSpec } from '../mesh/objects.ts';
import type { KubeObject, ObjectMeta } from '../store/object.ts';

/** Typed views of the workload kinds: only what their controllers read. */

type PodTemplate = { readonly metadata?: Partial<ObjectMeta>; readonly spec?: PodSpec };

type LabelSelector = { readonly matchLabels?: Readonly<Record<string, string>> };

export type ReplicaSetObject = KubeObject & {
  readonly spec?: {
    readonly replicas?: number;
    readonly minReadySeconds?: number;
    readonly selector?: LabelSelector;
    readonly template?: PodTemplate;
  };
  readonly status?: {
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
  };
};

export type DeploymentObject = KubeObject & {
  readonly spec?: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly revisionHistoryLimit?: number;
    readonly selector?: LabelSelector;
    readonly template?: PodTemplate;
    readonly strategy?: {
      readonly type?: string;
      readonly rollingUpdate?: {
        readonly maxSurge?: number | string;
        readonly maxUnavailable?: number | string;
      };
    };
  };
  readonly status?: { readonly conditions?: readonly Condition[]; readonly readyReplicas?: number };
};

export type DaemonSetObject = KubeObject & {
  readonly spec?: { readonly selector?: LabelSelector; readonly template?: PodTemplate };
};

export type Taint = { readonly key: string; readonly value?: string; readonly effect: string };

export type NodeObject = KubeObject & {
  readonly spec?: {
    readonly podCIDR?: string;
    readonly unschedulable?: boolean;
    readonly taints?: readonly Taint[];
  };
  readonly status?: {
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly conditions?: readonly Condition[];
  };
};

export type Toleration = {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
};

/** A pod made from a template. */
export function podFrom(template: PodTemplate | undefined, name: string, owner: KubeObject): PodObject {
  const { labels, annotations } = template?.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: owner.metadata.namespace ?? '',
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
    },
    spec: template?.spec ?? {},
  };
}
