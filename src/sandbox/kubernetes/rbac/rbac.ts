import { pathSegmentProblems } from '../../apiserver/admission/names.ts';
import { ageColumn, nameColumn, textColumn, wide } from '../../apiserver/columns.ts';
import { at, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { bindingRules, defaultBinding, roleRules } from './rbac-rules.ts';

const group = 'rbac.authorization.k8s.io';
const roleColumns = [
  nameColumn,
  textColumn('Created At', ({ metadata }) => metadata.creationTimestamp ?? ''),
];
const bindingColumns = [
  nameColumn,
  textColumn('Role', (object) => `${textAt(object, 'roleRef.kind')}/${textAt(object, 'roleRef.name')}`),
  ageColumn,
  wide(textColumn('Users', (object) => subjects(object, 'User').join(', '))),
  wide(textColumn('Groups', (object) => subjects(object, 'Group').join(', '))),
  wide(textColumn('ServiceAccounts', (object) => subjects(object, 'ServiceAccount').join(', '))),
];

function subjects(object: KubeObject, kind: string): string[] {
  return listAt(object, 'subjects')
    .filter((subject) => at(subject, 'kind') === kind)
    .map((subject) => {
      const name = textAt(subject, 'name');
      return kind === 'ServiceAccount' ? `${textAt(subject, 'namespace')}/${name}` : name;
    });
}

/**
 * Roles and bindings: kept and shown, but nobody is refused anything, since the sandbox has one user.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export const role = builtIn({
  group,
  kind: 'Role',
  countsGenerations: false,
  nameProblems: pathSegmentProblems,
  validate: roleRules,
  columns: roleColumns,
});

/** As `role`, for the whole cluster. */
export const clusterRole = builtIn({
  group,
  kind: 'ClusterRole',
  countsGenerations: false,
  nameProblems: pathSegmentProblems,
  validate: roleRules,
  columns: roleColumns,
});

/** Gives a role to subjects, in one namespace. */
export const roleBinding = builtIn({
  group,
  kind: 'RoleBinding',
  countsGenerations: false,
  nameProblems: pathSegmentProblems,
  default: defaultBinding,
  validate: bindingRules,
  columns: bindingColumns,
});

/** Gives a cluster role to subjects, everywhere. */
export const clusterRoleBinding = builtIn({
  group,
  kind: 'ClusterRoleBinding',
  countsGenerations: false,
  nameProblems: pathSegmentProblems,
  default: defaultBinding,
  validate: bindingRules,
  columns: bindingColumns,
});
