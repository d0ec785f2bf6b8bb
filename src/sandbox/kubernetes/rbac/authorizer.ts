import type { User } from '../../apiserver/authentication/user.ts';
import { aggregate } from '../../apiserver/authorization/access-reviews.ts';
import type { Authorizer, PolicyRule } from '../../apiserver/authorization/authorizer.ts';
import type { World } from '../../world.ts';
import { bindingsOf } from './bindings.ts';
import { ruleAllows } from './matching.ts';
import {
  type BindingObject,
  clusterRoleResource,
  type RoleObject,
  roleResource,
  type Subject,
} from './objects.ts';

/** Members of it may do anything, whatever the roles say. */
const privileged = 'system:masters';

/**
 * Role-based access control: what isn't allowed by a role that is bound to the user, or to one of its groups, is refused.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export const rbacAuthorizer: Authorizer = {
  authorize(world, attributes) {
    if (attributes.user.groups.includes(privileged)) return { allowed: true, reason: '' };
    const namespace = 'path' in attributes ? '' : attributes.namespace;
    const problems: string[] = [];
    for (const grant of grants(world, attributes.user, namespace)) {
      if ('problem' in grant) problems.push(grant.problem);
      else if (grant.rules.some((rule) => ruleAllows(rule, attributes)))
        return { allowed: true, reason: `RBAC: allowed by ${describe(grant.binding, grant.subject)}` };
    }
    return { allowed: false, reason: problems.length ? `RBAC: ${aggregate(problems)}` : '' };
  },
  rulesFor(world, user, namespace) {
    const all = [...grants(world, user, namespace)];
    return {
      rules: all.flatMap((grant) => ('rules' in grant ? grant.rules : [])),
      problems: all.flatMap((grant) => ('problem' in grant ? [grant.problem] : [])),
    };
  },
};

/** What one binding gives to a user, or why it gives nothing. */
type Grant =
  | { readonly binding: BindingObject; readonly subject: Subject; readonly rules: readonly PolicyRule[] }
  | { readonly problem: string };

function* grants(world: World, user: User, namespace: string): Generator<Grant> {
  for (const { binding, subject } of bindingsOf(world.store, user, namespace)) {
    const role = roleOf(world, binding);
    yield typeof role === 'string' ? { problem: role } : { binding, subject, rules: role.rules ?? [] };
  }
}

/** The role that a binding binds, or the words for that it isn't there. */
function roleOf(world: World, { metadata, roleRef }: BindingObject): RoleObject | string {
  const { kind = '', name = '' } = roleRef ?? {};
  if (kind !== 'Role' && kind !== 'ClusterRole')
    return `unsupported role reference kind: ${JSON.stringify(kind)}`;
  const resource = kind === 'Role' ? roleResource : clusterRoleResource;
  const namespace = kind === 'Role' ? (metadata.namespace ?? '') : '';
  const found = world.store.get<RoleObject>({ resource, namespace, name });
  return found ?? `${kind.toLowerCase()}.rbac.authorization.k8s.io ${JSON.stringify(name)} not found`;
}

function describe({ kind, metadata, roleRef }: BindingObject, subject: Subject): string {
  const { name, namespace } = metadata;
  const place = namespace ? `${name}/${namespace}` : name;
  const role = `${roleRef?.kind} ${JSON.stringify(roleRef?.name)}`;
  const account = `${subject.name}/${subject.namespace || (namespace ?? '')}`;
  const who = subject.kind === 'ServiceAccount' ? account : subject.name;
  return `${kind} ${JSON.stringify(place)} of ${role} to ${subject.kind} ${JSON.stringify(who)}`;
}
