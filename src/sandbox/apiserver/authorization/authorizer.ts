import type { World } from '../../world.ts';
import type { User } from '../authentication/user.ts';
import { ApiError, type Status } from '../store/api-error.ts';
import { type Attributes, attributesOf, type Call } from './attributes.ts';

/** What an authorizer says, and why; a refusal has a reason only when something was wrong with the roles. */
type Decision = { readonly allowed: boolean; readonly reason: string };

/** Rights as a role has them. @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-v1/ */
export type PolicyRule = {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
};

/** Decides what users may do in a cluster. */
export type Authorizer = {
  authorize(world: World, attributes: Attributes): Decision;
  /** All that a user may do in a namespace, and everywhere; `problems` are roles that aren't there. */
  rulesFor(
    world: World,
    user: User,
    namespace: string,
  ): { readonly rules: readonly PolicyRule[]; readonly problems: readonly string[] };
};

/** Lets a call through that its user may make. @throws ApiError 403 */
export function authorizeCall(
  { authorizer, world }: { readonly authorizer: Authorizer; readonly world: World },
  call: Call,
): void {
  const attributes = attributesOf(call);
  const { allowed, reason } = authorizer.authorize(world, attributes);
  if (!allowed) throw forbiddenRequest(attributes, reason);
}

/** The refusal of a request, in the words of the API server. */
export function forbiddenRequest(attributes: Attributes, reason = ''): ApiError {
  const why = `${escapeMarkup(refusalText(attributes))}${reason ? `: ${reason}` : ''}`;
  if ('path' in attributes) return new ApiError(403, 'Forbidden', `forbidden: ${why}`, {});
  const { resource, group, name } = attributes;
  const subject = `${group ? `${resource}.${group}` : resource}${name ? ` ${JSON.stringify(name)}` : ''}`;
  const details: Status['details'] = {
    ...(name ? { name } : {}),
    ...(group ? { group } : {}),
    kind: resource,
  };
  return new ApiError(403, 'Forbidden', `${subject} is forbidden: ${why}`, details);
}

function refusalText(attributes: Attributes): string {
  const { user, verb } = attributes;
  const who = `User ${JSON.stringify(user.name)} cannot ${verb}`;
  if ('path' in attributes) return `${who} path ${JSON.stringify(attributes.path)}`;
  const { resource, subresource, group, namespace } = attributes;
  const what = JSON.stringify(subresource ? `${resource}/${subresource}` : resource);
  const where = namespace ? `in the namespace ${JSON.stringify(namespace)}` : 'at the cluster scope';
  return `${who} resource ${what} in API group ${JSON.stringify(group)} ${where}`;
}

const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
