import type { KubeObject, ObjectMeta } from '../../apiserver/store/object.ts';
import type { Condition, PodObject, PodSpec } from '../../mesh/objects.ts';

/** Typed views of the workload kinds: only what their controllers read. */

export type PodTemplate = { readonly metadata?: Partial<ObjectMeta>; readonly spec?: PodSpec };

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
    readonly conditions?: readonly Condition[];
  };
};

export type DeploymentObject = KubeObject & {
  readonly spec?: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly minReadySeconds?: number;
    /** Time in which a rollout has to make progress. */
    readonly progressDeadlineSeconds?: number;
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
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
  };
};

export type DaemonSetObject = KubeObject & {
  readonly spec?: {
    readonly selector?: LabelSelector;
    readonly template?: PodTemplate;
    readonly revisionHistoryLimit?: number;
    readonly minReadySeconds?: number;
    readonly updateStrategy?: {
      readonly type?: string;
      readonly rollingUpdate?: {
        readonly maxSurge?: number | string;
        readonly maxUnavailable?: number | string;
      };
    };
  };
};

export type JobCondition = Condition & { readonly lastProbeTime?: string };

export type JobObject = KubeObject & {
  readonly spec?: {
    readonly parallelism?: number;
    readonly completions?: number;
    readonly completionMode?: 'NonIndexed' | 'Indexed';
    readonly backoffLimit?: number;
    readonly backoffLimitPerIndex?: number;
    readonly maxFailedIndexes?: number;
    readonly activeDeadlineSeconds?: number;
    readonly ttlSecondsAfterFinished?: number;
    readonly suspend?: boolean;
    readonly managedBy?: string;
    readonly podReplacementPolicy?: 'Failed' | 'TerminatingOrFailed';
    readonly podFailurePolicy?: { readonly rules?: readonly PodFailureRule[] };
    readonly successPolicy?: { readonly rules?: readonly SuccessRule[] };
    readonly template?: PodTemplate;
  };
  readonly status?: {
    readonly conditions?: readonly JobCondition[];
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly completedIndexes?: string;
    readonly failedIndexes?: string;
  };
};

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy */
export type PodFailureRule = {
  readonly action: 'Count' | 'FailIndex' | 'FailJob' | 'Ignore';
  readonly onExitCodes?: {
    readonly containerName?: string;
    readonly operator: 'In' | 'NotIn';
    readonly values: readonly number[];
  };
  readonly onPodConditions?: readonly { readonly type: string; readonly status: string }[];
};

type SuccessRule = { readonly succeededIndexes?: string; readonly succeededCount?: number };

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
