import type { PolicyRule } from '../../apiserver/authorization/authorizer.ts';

/**
 * What of some rules others don't cover, each as a rule of one verb, group and resource (or path).
 * @see kubernetes, staging/src/k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go
 */
export const uncovered = (
  owned: readonly PolicyRule[],
  wanted: readonly PolicyRule[],
): readonly PolicyRule[] =>
  wanted.flatMap(single).filter((rule) => !owned.some((owner) => covers(owner, rule)));

function single(rule: PolicyRule): PolicyRule[] {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const named = resourceNames.length
    ? resourceNames.map((name) => ({ resourceNames: [name] }))
    : [{} as { resourceNames?: string[] }];
  return [
    ...apiGroups.flatMap((group) =>
      resources.flatMap((resource) =>
        verbs.flatMap((verb) =>
          named.map((names) => ({ apiGroups: [group], resources: [resource], verbs: [verb], ...names })),
        ),
      ),
    ),
    ...nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] }))),
  ];
}

function covers(owner: PolicyRule, rule: PolicyRule): boolean {
  const names = owner.resourceNames ?? [];
  return (
    all(owner.verbs, rule.verbs) &&
    all(owner.apiGroups, rule.apiGroups) &&
    (rule.resources ?? []).every((resource) => coversResource(owner.resources ?? [], resource)) &&
    (rule.nonResourceURLs ?? []).every((url) => coversUrl(owner.nonResourceURLs ?? [], url)) &&
    (names.length === 0 || (rule.resourceNames?.length ? all(names, rule.resourceNames) : false))
  );
}

const all = (owned: readonly string[] = [], wanted: readonly string[] = []): boolean =>
  owned.includes('*') || wanted.every((one) => owned.includes(one));

function coversResource(owned: readonly string[], resource: string): boolean {
  if (owned.includes('*') || owned.includes(resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && owned.includes(`*${resource.slice(slash)}`);
}

const coversUrl = (owned: readonly string[], url: string): boolean =>
  owned.some((one) => one === url || (one.endsWith('*') && url.startsWith(one.replace(/\*+$/, ''))));

/** Rules in a line each, as an escalation's refusal lists them: those that differ only by verb as one. */
export function describeRules(rules: readonly PolicyRule[]): readonly string[] {
  const compact = new Map<string, PolicyRule>();
  for (const rule of rules) {
    const place = JSON.stringify({ ...rule, verbs: rule.nonResourceURLs ? rule.verbs : [] });
    const known = compact.get(place);
    compact.set(place, known ? { ...known, verbs: [...known.verbs, ...rule.verbs] } : rule);
  }
  return [...new Set([...compact.values()].map(describeRule))].toSorted();
}

function describeRule({ apiGroups, resources, nonResourceURLs, resourceNames, verbs }: PolicyRule): string {
  const lists = {
    APIGroups: apiGroups,
    Resources: resources,
    NonResourceURLs: nonResourceURLs,
    ResourceNames: resourceNames,
    Verbs: verbs,
  };
  const parts = Object.entries(lists).flatMap(([name, list]) =>
    list?.length ? [`${name}:${quoted(list)}`] : [],
  );
  return `{${parts.join(', ')}}`;
}

/** As Go's `%q` prints a list of texts. */
export const quoted = (list: readonly string[]): string =>
  `[${list.map((item) => JSON.stringify(item)).join(' ')}]`;
