import { isInside, parseCidr, parseIp } from '../apiserver/admission/ip-address.ts';
import type { MeshPolicy } from '../mesh/model.ts';
import type { PolicyRule } from '../mesh/objects.ts';
import type { Attributes } from './authorize.ts';
import { requestPrincipalFits, tokenFits } from './jwt/conditions.ts';
import { header } from './message.ts';
import { textFits } from './text-fits.ts';

/**
 * Whether a rule takes in a request: some `from`, some `to` and every `when`; a part that is left out asks nothing.
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule
 */
export function ruleFits(
  { from, to, when }: PolicyRule,
  { namespace }: MeshPolicy,
  attributes: Attributes,
): boolean {
  const sources = (from ?? []).map(({ source = {} }) => source);
  const operations = (to ?? []).map(({ operation = {} }) => operation);
  return (
    (sources.length === 0 ||
      sources.some((source) => fieldsFit(source, sourceTests(namespace), attributes))) &&
    (operations.length === 0 ||
      operations.some((operation) => fieldsFit(operation, operationTests, attributes))) &&
    (when ?? []).every((condition) => conditionFits(condition, attributes))
  );
}

type Test = (value: string, attributes: Attributes) => boolean;
type Tests = Readonly<Record<string, Test>>;

/** Every field must fit; of its values one, or none for a `notX`. */
function fieldsFit(
  fields: Readonly<Record<string, readonly string[]>>,
  tests: Tests,
  attributes: Attributes,
): boolean {
  return Object.entries(fields).every(([field, values]) => {
    const positive = tests[field];
    if (positive) return values.some((value) => positive(value, attributes));
    const negative = tests[`${field.charAt(3).toLowerCase()}${field.slice(4)}`];
    return negative !== undefined && !values.some((value) => negative(value, attributes));
  });
}

const sourceTests = (policyNamespace: string): Tests => ({
  principals: (value, { identity }) => textFits(value, identity),
  namespaces: (value, { identity }) => textFits(value, identityParts(identity)?.namespace),
  serviceAccounts: (value, { identity }) => serviceAccountFits(value, identity, policyNamespace),
  ipBlocks: (value, { sourceIp }) => blockHolds(value, sourceIp),
  remoteIpBlocks: (value, { sourceIp }) => blockHolds(value, sourceIp),
  requestPrincipals: requestPrincipalFits,
});

const operationTests: Tests = {
  hosts: (value, { request }) => textFits(value.toLowerCase(), request && hostOf(request.headers)),
  ports: (value, { destinationPort }) => value === String(destinationPort),
  methods: (value, { request }) => textFits(value, request?.method),
  paths: (value, { request }) => pathFits(value, request?.path.split('?')[0]),
};

type Condition = NonNullable<PolicyRule['when']>[number];

function conditionFits({ key, values = [], notValues = [] }: Condition, attributes: Attributes): boolean {
  const isBlock = /\.ip$/.test(key);
  const actual = attributeOf(key, attributes);
  const fits = (value: string): boolean => {
    if (key.startsWith('request.auth.')) return tokenFits(key, value, attributes);
    return isBlock ? blockHolds(value, actual ?? '') : textFits(value, actual);
  };
  return (values.length === 0 || values.some(fits)) && !notValues.some(fits);
}

/** @see https://istio.io/latest/docs/reference/config/security/conditions/ */
function attributeOf(key: string, attributes: Attributes): string | undefined {
  const { identity, request } = attributes;
  const name = /^request\.headers\[(.+)\]$/.exec(key)?.[1];
  if (name) return request && header(request.headers, name);
  switch (key) {
    case 'source.ip':
    case 'remote.ip':
      return attributes.sourceIp;
    case 'source.namespace':
      return identityParts(identity)?.namespace;
    case 'source.principal':
      return identity;
    case 'source.serviceAccount':
      return identityParts(identity)?.serviceAccount;
    case 'destination.ip':
      return attributes.destinationIp;
    case 'destination.port':
      return String(attributes.destinationPort);
    case 'connection.sni':
      return attributes.sni;
    default:
      return undefined;
  }
}

/** Paths may also hold `{*}` for one segment and `{**}` for any number of them. */
function pathFits(pattern: string, path: string | undefined): boolean {
  if (!pattern.includes('{')) return textFits(pattern, path);
  const source = pattern
    .split(/(\{\*\*\}|\{\*\})/)
    .map((part) =>
      part === '{*}' ? '[^/]+' : part === '{**}' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    );
  return path !== undefined && new RegExp(`^${source.join('')}$`).test(path);
}

function identityParts(
  identity: string | undefined,
): { readonly namespace: string; readonly serviceAccount: string } | undefined {
  const [, namespace = '', serviceAccount = ''] = /\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(identity ?? '') ?? [];
  return namespace ? { namespace, serviceAccount } : undefined;
}

/** `namespace/account`, or an account of the policy's own namespace. */
function serviceAccountFits(value: string, identity: string | undefined, policyNamespace: string): boolean {
  const parts = identityParts(identity);
  const wanted = value.includes('/') ? value : `${policyNamespace}/${value}`;
  return parts !== undefined && wanted === `${parts.namespace}/${parts.serviceAccount}`;
}

/** A block that isn't one holds nobody. */
function blockHolds(block: string, address: string): boolean {
  const own = parseIp(block);
  const range = own ? { address: own, prefix: own.bits } : parseCidr(block);
  const ip = parseIp(address);
  return range !== undefined && ip !== undefined && isInside(ip, range);
}

const hostOf = (headers: Parameters<typeof header>[0]): string | undefined =>
  header(headers, 'host')?.toLowerCase();
