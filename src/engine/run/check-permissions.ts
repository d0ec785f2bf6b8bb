import { accessOf } from '../access/access-of-plan.ts';
import type { Permission } from '../kube/permissions.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan, PlannedItem } from '../model/plan.ts';
import type { Requirement } from '../model/requirement.ts';
import type { OpenTarget } from '../model/target.ts';

type PermissionOptions = {
  readonly environmentOf: (item: PlannedItem) => Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

/**
 * Asks the clusters whether they would let this user do what the page will do. What they would not is an error where it
 * is certain that a command fails, and a warning where the page may do without it.
 */
export async function checkPermissions(
  plan: Plan,
  { facts, kubeconfig }: OpenTarget,
  { environmentOf, signal }: PermissionOptions,
): Promise<readonly Requirement[]> {
  const needs = accessOf(plan, { clusters: facts.clusters, environmentOf });
  if (needs.length === 0) return [];
  const { askPermissions } = await import('../kube/permissions.ts');
  const permissions = await askPermissions(needs, kubeconfig, signal);
  return [
    ...grouped(permissions, 'allowed', ({ need }) => need.context).map(allowedRow),
    ...grouped(permissions, 'denied', titleOf).map(deniedRow),
    ...grouped(permissions, 'unknown', ({ need, answer }) =>
      JSON.stringify([need.context, whyOf(answer)]),
    ).map(unknownRow),
  ];
}

type Group = readonly [Permission, ...Permission[]];

/** Those with one kind of answer, together where they have a key in common. */
function grouped(
  permissions: readonly Permission[],
  kind: Permission['answer']['kind'],
  keyOf: (permission: Permission) => string,
): readonly Group[] {
  const groups = new Map<string, [Permission, ...Permission[]]>();
  for (const permission of permissions) {
    if (permission.answer.kind !== kind) continue;
    const key = keyOf(permission);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [permission]);
    else group.push(permission);
  }
  return [...groups.values()];
}

function allowedRow(group: Group): Requirement {
  const [{ need }] = group;
  const rights = new Set(group.map(titleOf)).size;
  return {
    kind: 'permission',
    name: `${rights === 1 ? titleOf(group[0]) : `${rights} rights on ${need.context}`}`,
    found: 'granted',
    state: 'met',
  };
}

/** `patch deployments.apps in shop on kind-east`. */
function titleOf({ need, resource, namespace }: Permission): string {
  const where = need.everywhere ? ' in all namespaces' : namespace === undefined ? '' : ` in ${namespace}`;
  return `${need.verbs.join(' or ')} ${resource}${where} on ${need.context}`;
}

/** The commands that need it for certain stand for all. */
function deniedRow(group: Group): Requirement {
  const certain = group.filter(({ need }) => need.doubt === undefined);
  const counting = certain.length > 0 ? certain : group;
  const lines = linesOf(counting);
  const [first] = counting;
  const doubt = certain.length > 0 ? undefined : group[0].need.doubt;
  return {
    kind: 'permission',
    name: titleOf(group[0]),
    found: `not granted, for ${lines}${doubt === undefined ? '' : `; but ${doubt}`}`,
    state: 'unmet',
    diagnostic: denied(first ?? group[0], lines, doubt),
  };
}

function denied(permission: Permission, lines: string, doubt: string | undefined): Diagnostic {
  const { need, resource, namespace, answer } = permission;
  const why = answer.kind === 'denied' && answer.why !== undefined ? ` (${answer.why})` : '';
  const [verb = ''] = need.verbs;
  const name = need.name === undefined ? '' : `/${need.name}`;
  const [kind = '', subresource] = resource.split('/');
  const part = subresource === undefined ? '' : ` --subresource=${subresource}`;
  const place = need.everywhere ? ' --all-namespaces' : namespace === undefined ? '' : ` -n ${namespace}`;
  const asking = `kubectl --context ${need.context}${place} auth can-i ${verb} ${kind}${name}${part}`;
  return {
    code: 'target/permission-denied',
    severity: doubt === undefined ? 'error' : 'warning',
    message: `The cluster does not let this user ${titleOf(permission)}, which ${lines} will do${why}`,
    span: need.span,
    hint: `Ask for the right, or use another context. \`${asking}\` says whether it is there.${doubt === undefined ? '' : ` The run goes on: ${doubt}.`}`,
  };
}

function unknownRow(group: Group): Requirement {
  const [{ need, answer }] = group;
  const titles = [...new Set(group.map(titleOf))];
  return {
    kind: 'permission',
    name: titles.length === 1 ? titleOf(group[0]) : `${titles.length} rights on ${need.context}`,
    found: `can't be asked: ${whyOf(answer)}`,
    state: 'unknown',
  };
}

function whyOf(answer: Permission['answer']): string {
  return answer.kind === 'unknown' ? answer.why : '';
}

/** `line 12`, `lines 12, 30`. */
function linesOf(group: readonly Permission[]): string {
  const lines = [...new Set(group.map(({ need }) => need.span.start.line))];
  return lines.length === 1 ? `line ${lines[0]}` : `lines ${lines.join(', ')}`;
}
