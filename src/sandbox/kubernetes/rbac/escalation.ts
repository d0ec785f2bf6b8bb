import type { AdmissionPlugin, AdmissionRequest } from '../../apiserver/admission/plugin.ts';
import { refusedEarly } from '../../apiserver/admission/refuse.ts';
import { aggregate } from '../../apiserver/authorization/access-reviews.ts';
import type { PolicyRule } from '../../apiserver/authorization/authorizer.ts';
import { notFound } from '../../apiserver/store/api-error.ts';
import { copyJson } from '../../apiserver/store/copy-json.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { describeRules, quoted, uncovered } from './covers.ts';
import {
  type BindingObject,
  clusterRoleBindingResource,
  clusterRoleResource,
  type RoleObject,
  rbacGroup,
  roleBindingResource,
  roleResource,
} from './objects.ts';

const roleResources: readonly string[] = [roleResource, clusterRoleResource];
const bindingResources: readonly string[] = [roleBindingResource, clusterRoleBindingResource];

/**
 * Nobody gives away rights that they don't have, unless they may `escalate` roles or `bind` this one.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
 */
export const rbacEscalation: AdmissionPlugin = {
  name: 'sandbox: RBAC escalation',
  handles: ({ operation, resource, user }) =>
    operation !== 'DELETE' &&
    [...roleResources, ...bindingResources].includes(resource) &&
    !user.groups.includes('system:masters'),
  mutate(object, request) {
    if (request.old && differOnlyInOwners(object, request.old)) return object;
    if (roleResources.includes(request.resource)) confirmRole(object as RoleObject, request);
    else confirmBinding(object as BindingObject, request);
    return object;
  },
};

/** What the garbage collector changes gives nobody any rights. */
function differOnlyInOwners(object: KubeObject, old: KubeObject): boolean {
  const { ownerReferences, finalizers, managedFields } = old.metadata;
  const metadata = { ...object.metadata, ownerReferences, finalizers, managedFields };
  return copyJson({ ...object, metadata }, old) === old;
}

const fullAuthority: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

function confirmRole(role: RoleObject, request: AdmissionRequest): void {
  const { old, user, world, authorizer, resource } = request;
  const { namespace = '' } = role.metadata;
  const plural = resource.slice(0, resource.indexOf('.'));
  const name = old?.metadata.name ?? '';
  const wanted = {
    user,
    verb: 'escalate',
    group: rbacGroup,
    resource: plural,
    subresource: '',
    namespace,
    name,
  };
  if (authorizer.authorize(world, wanted).allowed) return;
  confirmRules(role, role.rules ?? [], request);
  const aggregates = [role, old as RoleObject | undefined].some(
    (one) => one?.aggregationRule?.clusterRoleSelectors?.length,
  );
  if (aggregates && lacking(request, namespace, fullAuthority).length)
    throw refusedEarly(request, role, 'must have cluster-admin privileges to use the aggregationRule');
}

function confirmBinding(binding: BindingObject, request: AdmissionRequest): void {
  const { user, world, authorizer } = request;
  const { kind = '', name = '', apiGroup = rbacGroup } = binding.roleRef ?? {};
  const { namespace = '' } = binding.metadata;
  if (kind !== 'Role' && kind !== 'ClusterRole') return;
  const resource = kind === 'Role' ? 'roles' : 'clusterroles';
  const wanted = { user, verb: 'bind', group: apiGroup, resource, subresource: '', namespace, name };
  if (authorizer.authorize(world, wanted).allowed) return;
  const stored = kind === 'Role' ? roleResource : clusterRoleResource;
  const place = kind === 'Role' ? namespace : '';
  const role = world.store.get<RoleObject>({ resource: stored, namespace: place, name });
  // The server names the resource of the request, not that of the role.
  if (!role) throw notFound(request.resource, name);
  confirmRules(binding, role.rules ?? [], request);
}

function confirmRules(object: KubeObject, rules: readonly PolicyRule[], request: AdmissionRequest): void {
  const { namespace = '' } = object.metadata;
  const { user, authorizer, world } = request;
  const missing = lacking(request, namespace, rules);
  if (!missing.length) return;
  const { problems } = authorizer.rulesFor(world, user, namespace);
  const why = `user ${JSON.stringify(user.name)} (groups=${quoted(user.groups)}) is attempting to grant RBAC permissions not currently held:`;
  const unresolved = problems.length ? `; resolution errors: [${aggregate(problems)}]` : '';
  throw refusedEarly(request, object, `${why}\n${describeRules(missing).join('\n')}${unresolved}`);
}

const lacking = (
  { user, authorizer, world }: AdmissionRequest,
  namespace: string,
  rules: readonly PolicyRule[],
): readonly PolicyRule[] => uncovered(authorizer.rulesFor(world, user, namespace).rules, rules);
