import type { MeshPolicy } from '../../../mesh/model.ts';
import type { AuthorizationPolicyObject, PolicyRule } from '../../../mesh/objects.ts';
import { policiesAtZtunnel } from '../../../mesh/policies.ts';
import { resources } from '../../../mesh/resources.ts';
import type { World } from '../../../world.ts';
import type { ZtunnelPolicy } from './structs.ts';

/**
 * Every policy that ztunnel has, with its rules as istiod sends them: each of a rule's parts, and the matches of each.
 * @see https://github.com/istio/istio/blob/1.29.3/pilot/pkg/serviceregistry/kube/controller/ambient/authorization.go
 */
export const policyData = (world: World): readonly (ZtunnelPolicy & Readonly<Record<string, unknown>>)[] =>
  policiesAtZtunnel(world)
    .map((policy) => ({
      name: policy.name,
      namespace: policy.namespace,
      scope: policy.scope,
      action: policy.action === 'DENY' ? 'Deny' : 'Allow',
      rules: sentRules(world, policy).map((rule) => partsOf(policy, rule)),
    }))
    .sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));

/** A rule that denies is sent whole: of a part that only HTTP could tell, a match of nothing is left. */
function sentRules(world: World, { namespace, name, action, rules }: MeshPolicy): readonly PolicyRule[] {
  if (action !== 'DENY') return rules;
  const key = { resource: resources.authorizationPolicies, namespace, name };
  return world.store.get<AuthorizationPolicyObject>(key)?.spec?.rules ?? rules;
}

type Match = Readonly<Record<string, unknown>>;

function partsOf(
  { namespace }: MeshPolicy,
  { to = [], from = [], when = [] }: PolicyRule,
): readonly Match[][] {
  const operations = to.map(({ operation }) => matchOf(operationFields, operation ?? {}, namespace));
  const sources = from.map(({ source }) => matchOf(sourceFields, source ?? {}, namespace));
  const conditions = when.map(({ key, values = [], notValues = [] }) => [
    matchOf(conditionFields, { [key]: values, [`not ${key}`]: notValues }, namespace),
  ]);
  return [...(operations.length ? [operations] : []), ...(sources.length ? [sources] : []), ...conditions];
}

/** From a policy's field to ztunnel's, and how a value is written there. */
type Fields = Readonly<Record<string, readonly [string, (value: string, namespace: string) => unknown]>>;

const pattern = (value: string): unknown => {
  if (value === '*') return { Presence: [] };
  if (value.startsWith('*')) return { Suffix: value.slice(1) };
  return value.endsWith('*') ? { Prefix: value.slice(0, -1) } : { Exact: value };
};

const port = (value: string): unknown => Number(value);

/** One address is a range of one. */
const range = (value: string): unknown =>
  value.includes('/') ? value : `${value}/${value.includes(':') ? 128 : 32}`;

const account = (value: string, own: string): unknown => {
  const [namespace = '', serviceAccount] = value.split('/');
  return serviceAccount === undefined
    ? { namespace: own, serviceAccount: namespace }
    : { namespace, serviceAccount };
};

const operationFields: Fields = {
  ports: ['destinationPorts', port],
  notPorts: ['notDestinationPorts', port],
};

const sourceFields: Fields = {
  namespaces: ['namespaces', pattern],
  notNamespaces: ['notNamespaces', pattern],
  principals: ['principals', pattern],
  notPrincipals: ['notPrincipals', pattern],
  ipBlocks: ['sourceIps', range],
  notIpBlocks: ['notSourceIps', range],
  serviceAccounts: ['serviceAccounts', account],
  notServiceAccounts: ['notServiceAccounts', account],
};

const conditionFields: Fields = {
  'source.namespace': ['namespaces', pattern],
  'not source.namespace': ['notNamespaces', pattern],
  'source.principal': ['principals', pattern],
  'not source.principal': ['notPrincipals', pattern],
  'source.ip': ['sourceIps', range],
  'not source.ip': ['notSourceIps', range],
  'destination.ip': ['destinationIps', range],
  'not destination.ip': ['notDestinationIps', range],
  'destination.port': ['destinationPorts', port],
  'not destination.port': ['notDestinationPorts', port],
};

const matchOf = (
  fields: Fields,
  given: Readonly<Record<string, readonly string[]>>,
  namespace: string,
): Match =>
  Object.fromEntries(
    Object.entries(given).flatMap(([key, values]) => {
      const field = fields[key];
      return field ? [[field[0], values.map((value) => field[1](value, namespace))]] : [];
    }),
  );
