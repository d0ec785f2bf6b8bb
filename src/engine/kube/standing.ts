import type { TargetObject } from '../model/target.ts';

/** What identifies an object that nothing else owns. `resource` as kubectl writes it: `deployment.apps`. */
export type Standing = {
  readonly uid: string;
  readonly resource: string;
  readonly name: string;
  readonly namespace?: string;
  /** It is being deleted, and these keep it; empty where nothing says what does. */
  readonly kept?: readonly string[];
};

/** What stands on a cluster: of the resources in `complete` everything, of others nothing is known. */
export type Inventory = {
  readonly complete: ReadonlySet<string>;
  /** How many resources may not be listed. */
  readonly refused: number;
  readonly objects: readonly Standing[];
};

/** Resources that a cluster writes by itself all the time, or that come and go with others. */
const noise: ReadonlySet<string> = new Set([
  'certificatesigningrequests',
  'ciliumidentities',
  'componentstatuses',
  'endpoints',
  'endpointslices',
  'events',
  'ipaddresses',
  'leases',
  'nodes',
]);

/** Objects that every namespace gets: by Kubernetes, by Istio. */
const givenToAll: ReadonlySet<string> = new Set([
  'configmap/istio-ca-root-cert',
  'configmap/kube-root-ca.crt',
  'serviceaccount/default',
]);

/** Whether objects of a resource can be left by a run, and seen to be. */
export function isListed({
  plural,
  verbs,
}: {
  readonly plural: string;
  readonly verbs: readonly string[];
}): boolean {
  return !noise.has(plural) && verbs.includes('list') && verbs.includes('delete');
}

/** `deployment.apps`. */
export function nameOf({ kind, group }: { readonly kind: string; readonly group: string }): string {
  return group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}

/** Of an object's `metadata`, what says whether it stands by itself. */
export type StandingMetadata = TargetObject['metadata'];

/** An object of a resource, unless it goes with its owner or is one that clusters make by themselves. */
export function standing(metadata: StandingMetadata, resource: string): readonly Standing[] {
  const { uid = '', name, namespace, ownerReferences = [], deletionTimestamp, annotations = {} } = metadata;
  if (ownerReferences.length > 0) return [];
  if (givenToAll.has(`${resource}/${name}`)) return [];
  // The token of a service account, which Kubernetes makes and deletes with it.
  if (resource === 'secret' && 'kubernetes.io/service-account.uid' in annotations) return [];
  const kept = deletionTimestamp === undefined ? {} : { kept: metadata.finalizers ?? [] };
  return [{ uid, resource, name, ...(namespace === undefined ? {} : { namespace }), ...kept }];
}

/** What stood on a cluster of a target when that began, and what stands there now. */
export function inventoriesOf(
  objects: readonly TargetObject[],
  context: string,
): { readonly before: Inventory; readonly after: Inventory } {
  const listed = objects.filter((object) => object.context === context && isListed(object));
  const complete = new Set(['namespace', ...listed.map(nameOf)]);
  const of = (some: readonly TargetObject[]): Inventory => ({
    complete,
    refused: 0,
    objects: some.flatMap((object) => standing(object.metadata, nameOf(object))),
  });
  return { before: of(listed.filter(({ initial }) => initial)), after: of(listed) };
}
