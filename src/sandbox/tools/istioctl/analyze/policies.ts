import { isEnrolled } from '../../../mesh/enrolment.ts';
import type { AuthorizationPolicyObject, PodObject } from '../../../mesh/objects.ts';
import { fitsLabels, resources, rootNamespace } from '../../../mesh/resources.ts';
import type { World } from '../../../world.ts';
import type { Analyzer, Message } from './message.ts';

const policiesOf = ({ store }: World): readonly AuthorizationPolicyObject[] =>
  store.list<AuthorizationPolicyObject>(resources.authorizationPolicies);

/**
 * Policies that select nobody, and namespaces that they name and that aren't there.
 * @see https://github.com/istio/istio/blob/1.29.3/pkg/config/analysis/analyzers/authz/authorizationpolicies.go
 */
export const policies: Analyzer = {
  name: 'auth.AuthorizationPoliciesAnalyzer',
  look: (world) =>
    policiesOf(world).flatMap((policy) => [
      ...selectsNobody(world, policy),
      ...missingNamespaces(world, policy),
    ]),
};

function selectsNobody(world: World, policy: AuthorizationPolicyObject): readonly Message[] {
  const wide = policy.metadata.namespace === rootNamespace;
  const { selector } = policy.spec ?? {};
  if (wide && !selector) return [];
  const pods = world.store
    .list<PodObject>(resources.pods, wide ? {} : { namespace: policy.metadata.namespace ?? '' })
    .filter((pod) => isEnrolled(world, pod));
  const labels = selector?.matchLabels ?? {};
  const fits = (pod: PodObject): boolean => !Object.keys(labels).length || fitsLabels(pod, labels);
  if (pods.some(fits)) return [];
  const shown = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .toSorted()
    .join(',');
  const text = `No matching workloads for this resource with the following labels: ${shown}`;
  return [{ level: 'Warning', code: 'IST0127', object: policy, text }];
}

function missingNamespaces(world: World, policy: AuthorizationPolicyObject): readonly Message[] {
  const names = world.store.list(resources.namespaces).map(({ metadata }) => metadata.name);
  const named = (policy.spec?.rules ?? [])
    .flatMap(({ from = [] }) => from)
    .flatMap(({ source }) => [...(source?.namespaces ?? []), ...(source?.notNamespaces ?? [])]);
  return named
    .filter((pattern) => !names.some((name) => fitsPattern(pattern, name)))
    .map((pattern) => ({
      level: 'Error',
      code: 'IST0101',
      object: policy,
      text: `Referenced namespace not found: ${JSON.stringify(pattern)}`,
    }));
}

function fitsPattern(pattern: string, name: string): boolean {
  if (pattern === '*') return true;
  if (pattern.startsWith('*')) return name.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return name.startsWith(pattern.slice(0, -1));
  return pattern.toLowerCase() === name.toLowerCase();
}

const tcpSources = ['principals', 'namespaces', 'ipBlocks', 'remoteIpBlocks', 'serviceAccounts'].flatMap(
  (field) => [field, `not${field.charAt(0).toUpperCase()}${field.slice(1)}`],
);

/**
 * What validation takes but warns of: rules of a DENY policy that only HTTP could tell apart.
 * @see https://github.com/istio/istio/blob/1.29.3/pkg/config/validation/validation.go
 */
export const denials: Analyzer = {
  name: 'schema.ValidationAnalyzer.AuthorizationPolicy',
  look: (world) =>
    policiesOf(world)
      .filter(({ spec }) => spec?.action === 'DENY' && (spec.rules ?? []).some(deniesByHttp))
      .map((policy) => ({
        level: 'Warning',
        code: 'IST0133',
        object: policy,
        text: 'Schema validation warning: configured AuthorizationPolicy will deny all traffic to TCP ports under its scope due to the use of only HTTP attributes in a DENY rule; it is recommended to explicitly specify the port',
      })),
};

type Rule = NonNullable<NonNullable<AuthorizationPolicyObject['spec']>['rules']>[number];

function deniesByHttp({ from = [], to = [] }: Rule): boolean {
  const byTcp = from.some(({ source }) => tcpSources.some((field) => source?.[field]));
  const byPort = to.some(({ operation }) => operation?.ports ?? operation?.notPorts);
  return (from.length > 0 && to.length === 0 && !byTcp) || (to.length > 0 && !byPort);
}
