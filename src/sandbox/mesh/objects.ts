import type { KubeObject } from '../apiserver/store/object.ts';
import type { SchedulingFields } from '../kubernetes/pod/scheduler/scheduling-fields.ts';
import type {
  ContainerPort,
  EnvEntry,
  EnvSource,
  LifecycleAction,
  Probe,
  VolumeMount,
  VolumeSpec,
} from './container-objects.ts';
import type { ServiceSpec } from './service-objects.ts';

/** Typed views of stored objects: only the fields that controllers and the mesh read. All may be missing. */

export type Condition = {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
  /** Text in the statuses of Istio's own kinds. */
  readonly observedGeneration?: number | string;
};

export type Container = {
  readonly name: string;
  readonly image: string;
  readonly ports?: readonly ContainerPort[];
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly workingDir?: string;
  readonly stdin?: boolean;
  readonly tty?: boolean;
  readonly env?: readonly EnvEntry[];
  readonly envFrom?: readonly EnvSource[];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly imagePullPolicy?: string;
  readonly resources?: object;
  /** `Always`, of an init container that goes on running beside the others. */
  readonly restartPolicy?: 'Always';
  readonly lifecycle?: { readonly postStart?: LifecycleAction; readonly preStop?: LifecycleAction };
  readonly terminationMessagePath?: string;
  readonly terminationMessagePolicy?: 'File' | 'FallbackToLogsOnError';
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly startupProbe?: Probe;
};

export type PodSpec = SchedulingFields & {
  readonly nodeName?: string;
  readonly serviceAccountName?: string;
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never';
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
  readonly volumes?: readonly VolumeSpec[];
  readonly enableServiceLinks?: boolean;
  readonly automountServiceAccountToken?: boolean;
  readonly subdomain?: string;
  readonly hostAliases?: readonly { readonly ip: string; readonly hostnames?: readonly string[] }[];
  readonly dnsPolicy?: string;
  readonly dnsConfig?: {
    readonly nameservers?: readonly string[];
    readonly searches?: readonly string[];
    readonly options?: readonly { readonly name: string; readonly value?: string }[];
  };
  readonly terminationGracePeriodSeconds?: number;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly hostNetwork?: boolean;
  readonly hostname?: string;
};

export type ContainerStatus = {
  readonly name: string;
  readonly image: string;
  readonly imageID: string;
  readonly ready: boolean;
  readonly started?: boolean;
  readonly restartCount: number;
  readonly containerID?: string;
  readonly state: Readonly<Record<string, unknown>>;
  readonly lastState: Readonly<Record<string, unknown>>;
};

export type PodStatus = {
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  readonly podIP?: string;
  readonly hostIP?: string;
  readonly startTime?: string;
  readonly qosClass?: string;
  readonly nominatedNodeName?: string;
  readonly conditions?: readonly Condition[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
};

export type PodObject = KubeObject & { readonly spec?: PodSpec; readonly status?: PodStatus };

export type ServiceObject = KubeObject & {
  readonly spec?: ServiceSpec;
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] };
    readonly conditions?: readonly Condition[];
  };
};

type ServiceEntryPort = {
  readonly number: number;
  readonly name: string;
  readonly protocol?: string;
  readonly targetPort?: number;
};

export type ServiceEntryObject = KubeObject & {
  readonly spec?: {
    readonly hosts?: readonly string[];
    readonly addresses?: readonly string[];
    readonly ports?: readonly ServiceEntryPort[];
    readonly location?: string;
    readonly resolution?: 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN';
    readonly endpoints?: readonly {
      readonly address?: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly locality?: string;
      readonly network?: string;
      readonly ports?: Readonly<Record<string, number>>;
    }[];
    readonly workloadSelector?: { readonly labels?: Readonly<Record<string, string>> };
    readonly exportTo?: readonly string[];
  };
  readonly status?: {
    readonly addresses?: readonly { readonly value: string; readonly host?: string }[];
    readonly conditions?: readonly Condition[];
  };
};

export type NamespaceSelector = {
  readonly from?: 'All' | 'Same' | 'Selector' | 'None';
  readonly selector?: {
    readonly matchLabels?: Readonly<Record<string, string>>;
    readonly matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] }[];
  };
};

export type CertificateRef = {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
};

export type Listener = {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string;
  readonly tls?: {
    readonly mode?: string;
    readonly certificateRefs?: readonly CertificateRef[];
    readonly options?: Readonly<Record<string, string>>;
  };
  readonly allowedRoutes?: {
    readonly namespaces?: NamespaceSelector;
    readonly kinds?: readonly { readonly group?: string; readonly kind: string }[];
  };
};

export type GatewayAddress = { readonly type?: string; readonly value?: string };

export type ListenerStatus = {
  readonly name: string;
  readonly attachedRoutes: number;
  readonly supportedKinds: readonly { readonly group?: string; readonly kind: string }[];
  readonly conditions: readonly Condition[];
};

export type GatewayObject = KubeObject & {
  readonly spec?: {
    readonly gatewayClassName?: string;
    readonly listeners?: readonly Listener[];
    readonly addresses?: readonly GatewayAddress[];
    readonly infrastructure?: {
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
      readonly parametersRef?: { readonly group: string; readonly kind: string; readonly name: string };
    };
  };
  readonly status?: {
    readonly addresses?: readonly GatewayAddress[];
    readonly conditions?: readonly Condition[];
    readonly listeners?: readonly ListenerStatus[];
  };
};

export type GatewayClassObject = KubeObject & {
  readonly spec?: { readonly controllerName?: string };
  readonly status?: { readonly conditions?: readonly Condition[] };
};

export type ParentRef = {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
  readonly sectionName?: string;
  readonly port?: number;
};

export type BackendRef = {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
  readonly port?: number;
  readonly weight?: number;
  /** For requests that this backend gets. */
  readonly filters?: readonly RouteFilter[];
};

export type ValueMatch = { readonly type?: string; readonly name: string; readonly value: string };

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch */
export type RouteMatch = {
  readonly path?: { readonly type?: string; readonly value?: string };
  readonly method?: string;
  readonly headers?: readonly ValueMatch[];
  readonly queryParams?: readonly ValueMatch[];
};

export type RouteFilter = { readonly type: string; readonly [detail: string]: unknown };

export type RouteRule = {
  readonly name?: string;
  readonly matches?: readonly RouteMatch[];
  readonly filters?: readonly RouteFilter[];
  readonly backendRefs?: readonly BackendRef[];
  readonly timeouts?: { readonly request?: string; readonly backendRequest?: string };
};

export type RouteParentStatus = {
  readonly parentRef: ParentRef;
  readonly controllerName: string;
  readonly conditions: readonly Condition[];
};

export type HttpRouteObject = KubeObject & {
  readonly spec?: {
    readonly parentRefs?: readonly ParentRef[];
    readonly hostnames?: readonly string[];
    readonly rules?: readonly RouteRule[];
  };
  readonly status?: { readonly parents?: readonly RouteParentStatus[] };
};

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/ */
export type PolicyRule = {
  readonly from?: readonly { readonly source?: Readonly<Record<string, readonly string[]>> }[];
  readonly to?: readonly { readonly operation?: Readonly<Record<string, readonly string[]>> }[];
  readonly when?: readonly {
    readonly key: string;
    readonly values?: readonly string[];
    readonly notValues?: readonly string[];
  }[];
};

export type PolicyTargetRef = {
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
};

export type AuthorizationPolicyObject = KubeObject & {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly targetRef?: PolicyTargetRef;
    readonly targetRefs?: readonly PolicyTargetRef[];
    readonly action?: PolicyAction;
    readonly rules?: readonly PolicyRule[];
  };
  readonly status?: { readonly conditions?: readonly Condition[] };
};

export type PolicyAction = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';
