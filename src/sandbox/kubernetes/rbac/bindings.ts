import { serviceAccountUser, type User } from '../../apiserver/authentication/user.ts';
import type { Store } from '../../apiserver/store/store.ts';
import {
  type BindingObject,
  clusterRoleBindingResource,
  roleBindingResource,
  type Subject,
} from './objects.ts';

/** A binding, and which of its subjects it was found by. */
type Bound = { readonly binding: BindingObject; readonly subject: Subject };

/** The bindings of a namespace, or of the whole cluster, by whom they bind. */
type Index = ReadonlyMap<string, readonly Bound[]>;

/** Indexes by namespace, the cluster's own at ''; thrown away when a binding of theirs changes. */
const indexes = new WeakMap<Store, Map<string, Index>>();

/**
 * The bindings that a user has: those of the cluster first, then those of the namespace, if any. It costs what this
 * user and its groups have, however many bindings there are.
 */
export function bindingsOf(store: Store, user: User, namespace: string): readonly Bound[] {
  const names = [`User ${user.name}`, ...user.groups.map((group) => `Group ${group}`)];
  const places = namespace ? ['', namespace] : [''];
  return places.flatMap((place) => {
    const index = indexOf(store, place);
    const found = names.flatMap((name) => index.get(name) ?? []);
    return found.filter(({ binding }, at) => found.findIndex((other) => other.binding === binding) === at);
  });
}

function indexOf(store: Store, namespace: string): Index {
  const known = indexesOf(store);
  const index = known.get(namespace) ?? build(store, namespace);
  known.set(namespace, index);
  return index;
}

function indexesOf(store: Store): Map<string, Index> {
  const known = indexes.get(store);
  if (known) return known;
  const fresh = new Map<string, Index>();
  indexes.set(store, fresh);
  store.subscribe(({ key: { resource, namespace } }) => {
    if (resource === clusterRoleBindingResource || resource === roleBindingResource) fresh.delete(namespace);
  });
  return fresh;
}

function build(store: Store, namespace: string): Index {
  const bindings = namespace
    ? store.list<BindingObject>(roleBindingResource, { namespace })
    : store.list<BindingObject>(clusterRoleBindingResource);
  const index = new Map<string, Bound[]>();
  for (const binding of bindings) {
    for (const subject of binding.subjects ?? []) {
      const name = nameOf(subject, namespace);
      const bound = index.get(name) ?? [];
      index.set(name, [...bound, { binding, subject }]);
    }
  }
  return index;
}

/** A binding may leave out the namespace of service accounts that are in its own. */
function nameOf(subject: Subject, namespace: string): string {
  if (subject.kind !== 'ServiceAccount') return `${subject.kind} ${subject.name}`;
  const place = subject.namespace || namespace;
  return place ? `User ${serviceAccountUser(place, subject.name)}` : '';
}
