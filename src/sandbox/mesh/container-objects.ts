/** Fields of containers and volumes. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */

export type LifecycleAction = {
  readonly exec?: { readonly command?: readonly string[] };
  readonly sleep?: { readonly seconds: number };
  readonly httpGet?: { readonly path?: string; readonly port: number | string; readonly scheme?: string };
};

export type ContainerPort = {
  readonly name?: string;
  readonly containerPort: number;
  readonly hostPort?: number;
  readonly protocol?: string;
};

type KeyRef = { readonly name?: string; readonly key: string; readonly optional?: boolean };
type FieldRef = { readonly fieldPath: string };
type ResourceFieldRef = {
  readonly containerName?: string;
  readonly resource: string;
  readonly divisor?: string | number;
};

export type EnvEntry = {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly fieldRef?: FieldRef;
    readonly resourceFieldRef?: ResourceFieldRef;
    readonly configMapKeyRef?: KeyRef;
    readonly secretKeyRef?: KeyRef;
  };
};

type ObjectRef = { readonly name?: string; readonly optional?: boolean };

export type EnvSource = {
  readonly prefix?: string;
  readonly configMapRef?: ObjectRef;
  readonly secretRef?: ObjectRef;
};

export type VolumeMount = {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly subPathExpr?: string;
  readonly readOnly?: boolean;
};

type KeyItem = { readonly key: string; readonly path: string };

export type VolumeItem = {
  readonly path: string;
  readonly fieldRef?: FieldRef;
  readonly resourceFieldRef?: ResourceFieldRef;
};

type KeyedSource = ObjectRef & { readonly items?: readonly KeyItem[] };
type Downward = { readonly items?: readonly VolumeItem[] };
type Moded = { readonly defaultMode?: number };

export type ProjectedSource = {
  readonly configMap?: KeyedSource;
  readonly secret?: KeyedSource;
  readonly downwardAPI?: Downward;
  readonly serviceAccountToken?: {
    readonly path: string;
    readonly audience?: string;
    readonly expirationSeconds?: number;
  };
};

/** @see https://kubernetes.io/docs/concepts/storage/volumes/ */
export type VolumeSpec = {
  readonly name: string;
  readonly emptyDir?: object;
  readonly configMap?: KeyedSource & Moded;
  readonly secret?: Moded & {
    readonly secretName?: string;
    readonly optional?: boolean;
    readonly items?: readonly KeyItem[];
  };
  readonly downwardAPI?: Downward & Moded;
  readonly projected?: Moded & { readonly sources?: readonly ProjectedSource[] };
  readonly hostPath?: { readonly path: string; readonly type?: string };
  readonly persistentVolumeClaim?: { readonly claimName: string; readonly readOnly?: boolean };
  readonly ephemeral?: object;
};

/** @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/ */
export type Probe = {
  readonly httpGet?: {
    readonly path?: string;
    readonly port: number | string;
    readonly scheme?: string;
    readonly httpHeaders?: readonly { readonly name: string; readonly value: string }[];
  };
  readonly tcpSocket?: { readonly port: number | string };
  readonly exec?: { readonly command?: readonly string[] };
  readonly grpc?: { readonly port: number; readonly service?: string };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
  readonly terminationGracePeriodSeconds?: number;
};
