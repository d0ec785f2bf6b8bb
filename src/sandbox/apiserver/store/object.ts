/** Any object of the Kubernetes API, as JSON. Objects in the store are never changed in place. */
export type KubeObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
};

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/ */
export type ObjectMeta = {
  readonly name: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
  readonly managedFields?: readonly unknown[];
};

export type OwnerReference = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
};

/**
 * Where an object is kept. `resource` is the plural with its group (`pods`, `deployments.apps`), whatever version
 * it is served in; `namespace` is empty for cluster-scoped kinds.
 */
export type ObjectKey = { readonly resource: string; readonly namespace: string; readonly name: string };

/** `deployments.apps` for (`apps`, `deployments`), `pods` for the core group. */
export const resourceName = (group: string, plural: string): string =>
  group ? `${plural}.${group}` : plural;
