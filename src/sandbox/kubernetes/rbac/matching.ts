import type { Attributes, ResourceAttributes } from '../../apiserver/authorization/attributes.ts';
import type { PolicyRule } from '../../apiserver/authorization/authorizer.ts';

/** Whether a rule allows what is asked. @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export function ruleAllows(rule: PolicyRule, attributes: Attributes): boolean {
  if (!hasOrAll(rule.verbs, attributes.verb)) return false;
  return 'path' in attributes
    ? (rule.nonResourceURLs ?? []).some((url) => coversPath(url, attributes.path))
    : resourceFits(rule, attributes);
}

const hasOrAll = (list: readonly string[], one: string): boolean => list.includes('*') || list.includes(one);

/** Whether a path, which may end in `*`, takes in another. */
const coversPath = (url: string, path: string): boolean =>
  url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.replace(/\*+$/, '')));

function resourceFits(
  { apiGroups = [], resources = [], resourceNames = [] }: PolicyRule,
  { group, resource, subresource, name }: ResourceAttributes,
): boolean {
  const combined = subresource ? `${resource}/${subresource}` : resource;
  const names = resources.some(
    (one) => one === '*' || one === combined || (subresource !== '' && one === `*/${subresource}`),
  );
  return hasOrAll(apiGroups, group) && names && (resourceNames.length === 0 || resourceNames.includes(name));
}
