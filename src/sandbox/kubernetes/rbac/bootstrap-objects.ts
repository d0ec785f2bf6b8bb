import type { PolicyRule } from '../../apiserver/authorization/authorizer.ts';
import { frozen } from '../../apiserver/store/frozen.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import bootstrap from './data/bootstrap.json' with { type: 'json' };
import { type BindingObject, type RoleObject, rbacGroup, type Subject } from './objects.ts';

/** As the data has it: `own` marks what kubeadm makes, not the API server; `aggregates` are labels of other roles. */
type Named = { readonly name: string; readonly namespace?: string; readonly own?: boolean };
type RoleFact = Named & {
  readonly labels?: Readonly<Record<string, string>>;
  readonly aggregates?: readonly string[];
  readonly rules?: readonly PolicyRule[];
};
type BindingFact = Named & {
  readonly role: string | { readonly kind: string; readonly name: string };
  readonly subjects: readonly Subject[];
};
type Bootstrap = {
  readonly clusterRoles: readonly RoleFact[];
  readonly roles: readonly RoleFact[];
  readonly clusterRoleBindings: readonly BindingFact[];
  readonly roleBindings: readonly BindingFact[];
};

// Clusters share what is frozen.
const { clusterRoles, roles, clusterRoleBindings, roleBindings } = frozen(bootstrap as Bootstrap);

/**
 * The roles and bindings of a new cluster of 1.33: those of the API server, and of kubeadm. Rules of roles that gather
 * others' are left to their controller.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
 */
export const bootstrapAccess = (): readonly KubeObject[] => [
  ...clusterRoles.map((fact) => role('ClusterRole', fact)),
  ...roles.map((fact) => role('Role', fact)),
  ...clusterRoleBindings.map((fact) => binding('ClusterRoleBinding', fact)),
  ...roleBindings.map((fact) => binding('RoleBinding', fact)),
];

const apiVersion = `${rbacGroup}/v1`;

const role = (kind: string, fact: RoleFact): RoleObject => ({
  apiVersion,
  kind,
  metadata: metadata(fact, fact.labels),
  ...(fact.aggregates ? { aggregationRule: { clusterRoleSelectors: fact.aggregates.map(selector) } } : {}),
  rules: fact.rules ?? null,
});

const selector = (label: string): object => ({ matchLabels: { [label]: 'true' } });

function binding(kind: string, fact: BindingFact): BindingObject {
  const { role, subjects } = fact;
  const named = typeof role === 'string' ? { kind: 'ClusterRole', name: role } : role;
  return {
    apiVersion,
    kind,
    metadata: metadata(fact),
    roleRef: { apiGroup: rbacGroup, ...named },
    ...(subjects.length ? { subjects: subjects.map(withGroup) } : {}),
  };
}

const withGroup = (subject: Subject): Subject =>
  subject.kind === 'ServiceAccount' ? subject : { apiGroup: rbacGroup, ...subject };

function metadata({ name, namespace, own }: Named, labels?: RoleFact['labels']): KubeObject['metadata'] {
  const place = namespace ? { namespace } : {};
  if (own) return { name, ...place };
  return {
    name,
    ...place,
    annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
    labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
  };
}
