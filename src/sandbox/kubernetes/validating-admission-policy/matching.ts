import type { AdmissionRequest } from '../../apiserver/admission/plugin.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { specSelector } from '../../apiserver/store/selectors.ts';
import type { MatchResources } from './objects.ts';

/** Whether a request is one of those that a policy or a binding is about; an object goes only on DELETE. */
export function isMatch(
  match: MatchResources | undefined,
  request: AdmissionRequest,
  object: KubeObject,
): boolean {
  if (!match) return true;
  const { resourceRules = [], excludeResourceRules = [] } = match;
  const fits = (rule: Rule): boolean => ruleFits(rule, match.matchPolicy !== 'Exact', request, object);
  return (
    inNamespaces(match, request, object) &&
    hasLabels(match, request, object) &&
    !excludeResourceRules.some(fits) &&
    (resourceRules.length === 0 || resourceRules.some(fits))
  );
}

type Rule = NonNullable<MatchResources['resourceRules']>[number];

/** Namespaces are in themselves; other things of the cluster are in none, which no selector leaves out. */
function inNamespaces(match: MatchResources, request: AdmissionRequest, object: KubeObject): boolean {
  const selects = specSelector(match.namespaceSelector);
  const { resource, world } = request;
  if (resource === 'namespaces') return selects(object);
  const { namespace: name } = object.metadata;
  if (!name) return true;
  const namespace = world.store.get({ resource: 'namespaces', namespace: '', name });
  return namespace !== undefined && selects(namespace);
}

function hasLabels(match: MatchResources, { old }: AdmissionRequest, object: KubeObject): boolean {
  const selects = specSelector(match.objectSelector);
  return selects(object) || (old !== undefined && selects(old));
}

const includes = (list: readonly string[] = [], one: string): boolean =>
  list.includes('*') || list.includes(one);

function ruleFits(rule: Rule, isLoose: boolean, request: AdmissionRequest, object: KubeObject): boolean {
  const { kind, version, operation } = request;
  const versions = isLoose ? kind.versions : [version];
  const { resourceNames = [], scope = '*' } = rule;
  const place = object.metadata.namespace && request.resource !== 'namespaces' ? 'Namespaced' : 'Cluster';
  return (
    includes(rule.operations, operation) &&
    includes(rule.apiGroups, kind.group) &&
    versions.some((one) => includes(rule.apiVersions, one)) &&
    (rule.resources ?? []).some((pattern) => resourceFits(pattern, kind.plural, request.subresource)) &&
    (scope === '*' || scope === place) &&
    (resourceNames.length === 0 || resourceNames.includes(object.metadata.name))
  );
}

// pods, pods/log, pods/* and so on; a lone star leaves sub-resources out.
function resourceFits(pattern: string, plural: string, subresource: string): boolean {
  const [resource = '', part = ''] = pattern.split('/');
  return (resource === '*' || resource === plural) && (part === '*' || part === subresource);
}
