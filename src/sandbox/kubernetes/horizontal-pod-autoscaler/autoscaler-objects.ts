import type { KubeObject } from '../../apiserver/store/object.ts';
import type { LabelSelectorSpec } from '../../apiserver/store/selectors.ts';
import type { Condition } from '../../mesh/objects.ts';

export const autoscalerResource = 'horizontalpodautoscalers.autoscaling';

export type ObjectReference = {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
};

export type MetricTarget = {
  readonly type?: string;
  readonly value?: string;
  readonly averageValue?: string;
  readonly averageUtilization?: number;
};

type MetricIdentifier = { readonly name?: string; readonly selector?: LabelSelectorSpec };

/** What is measured, one of the sources, and how much of it a pod should have. */
export type MetricSpec = {
  readonly type: string;
  readonly resource?: { readonly name: string; readonly target: MetricTarget };
  readonly containerResource?: {
    readonly name: string;
    readonly container: string;
    readonly target: MetricTarget;
  };
  readonly pods?: { readonly metric: MetricIdentifier; readonly target: MetricTarget };
  readonly object?: {
    readonly metric: MetricIdentifier;
    readonly target: MetricTarget;
    readonly describedObject: ObjectReference;
  };
  readonly external?: { readonly metric: MetricIdentifier; readonly target: MetricTarget };
};

type ScalingPolicy = { readonly type: string; readonly value: number; readonly periodSeconds: number };

export type ScalingRules = {
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy?: string;
  readonly policies?: readonly ScalingPolicy[];
};

export type Behavior = { readonly scaleUp?: ScalingRules; readonly scaleDown?: ScalingRules };

/** In the version that is stored, `autoscaling/v2`. */
export type AutoscalerObject = KubeObject & {
  readonly spec?: {
    readonly scaleTargetRef?: ObjectReference;
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
    readonly metrics?: readonly MetricSpec[];
    readonly behavior?: Behavior;
  };
  readonly status?: {
    readonly currentReplicas?: number;
    readonly desiredReplicas?: number;
    readonly lastScaleTime?: string;
    readonly currentMetrics?: readonly object[] | null;
    readonly conditions?: readonly Condition[];
  };
};
