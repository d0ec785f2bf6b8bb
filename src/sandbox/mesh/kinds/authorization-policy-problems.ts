import { ipVersion } from '../../apiserver/admission/ip-address.ts';
import { at, type Fields, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

const targets = [
  { group: '', kind: 'Service', text: 'core/v1/Service' },
  { group: 'networking.istio.io', kind: 'ServiceEntry', text: 'networking.istio.io/v1/ServiceEntry' },
  { group: 'gateway.networking.k8s.io', kind: 'Gateway', text: 'gateway.networking.k8s.io/v1/Gateway' },
  {
    group: 'gateway.networking.k8s.io',
    kind: 'GatewayClass',
    text: 'gateway.networking.k8s.io/v1/GatewayClass',
  },
];

const addHint =
  'is meaningless as it will never be triggered, add an empty rule `{}` if you want it be triggered for every request';

/** What istiod finds wrong with an AuthorizationPolicy, in its words. */
export function policyProblems(policy: KubeObject): string[] {
  const spec = fieldsAt(policy, 'spec');
  const action = textAt(spec, 'action') || 'ALLOW';
  return [
    ...targetProblems(spec),
    ...actionProblems(spec, action),
    ...listAt(spec, 'rules').flatMap(ruleProblems),
  ];
}

/** What is wrong with what a policy of any kind targets. */
export const targetProblems = (spec: Fields): string[] =>
  [...listAt(spec, 'targetRefs'), ...(isFields(spec.targetRef) ? [spec.targetRef] : [])].flatMap(
    referenceProblems,
  );

function referenceProblems(reference: unknown): string[] {
  const [group, kind] = [textAt(reference, 'group'), textAt(reference, 'kind')];
  const isKnown = targets.some((target) => target.group === group && target.kind === kind);
  const list = targets.map(({ text }) => text).join(' ');
  return [
    ...(textAt(reference, 'name') ? [] : ['targetRef name must be set']),
    ...(isKnown ? [] : [`targetRef must be to one of [${list}] but was ${group}/${kind}`]),
  ];
}

function actionProblems(spec: Fields, action: string): string[] {
  const provider = at(spec, 'provider');
  if (action === 'CUSTOM') {
    if (!spec.rules) return [`CUSTOM action without \`rules\` ${addHint}`];
    return textAt(provider, 'name') ? [] : ['`provider.name` must not be empty'];
  }
  return [
    ...(provider ? [`\`provider\` must not be with non CUSTOM action, found ${action}`] : []),
    ...(action === 'DENY' && !spec.rules ? [`DENY action without \`rules\` ${addHint}`] : []),
  ];
}

function ruleProblems(rule: unknown, index: number): string[] {
  const where = `found at rule ${index}`;
  return [
    ...(isEmptyList(rule, 'from') ? [`\`from\` must not be empty, ${where}`] : []),
    ...listAt(rule, 'from').flatMap((from) => sourceProblems(from, where)),
    ...(isEmptyList(rule, 'to') ? [`\`to\` must not be empty, ${where}`] : []),
    ...listAt(rule, 'to').flatMap((to) => operationProblems(to, where)),
    ...listAt(rule, 'when').flatMap(conditionProblems),
  ];
}

const isEmptyList = (rule: unknown, field: string): boolean =>
  Array.isArray(at(rule, field)) && listAt(rule, field).length === 0;

function sourceProblems(from: unknown, where: string): string[] {
  if (!isFields(at(from, 'source'))) return [`\`from.source\` must not be nil, ${where}`];
  const source = fieldsAt(from, 'source');
  const addresses = ['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks'];
  return [
    ...(hasValues(source) ? [] : [`\`from.source\` must not be empty, ${where}`]),
    ...addresses.flatMap((field) => listAt(source, field).flatMap((value) => addressProblems(String(value)))),
    ...emptyValues(source),
  ];
}

function operationProblems(to: unknown, where: string): string[] {
  if (!isFields(at(to, 'operation'))) return [`\`to.operation\` must not be nil, ${where}`];
  const operation = fieldsAt(to, 'operation');
  return [
    ...(hasValues(operation) ? [] : [`\`to.operation\` must not be empty, ${where}`]),
    ...['ports', 'notPorts'].flatMap((field) =>
      listAt(operation, field).flatMap((port) => portProblems(String(port))),
    ),
    ...emptyValues(operation),
  ];
}

const hasValues = (fields: Fields): boolean =>
  Object.values(fields).some((values) => Array.isArray(values) && values.length > 0);

const emptyValues = (fields: Fields): string[] =>
  Object.entries(fields)
    .filter(([, values]) => Array.isArray(values) && values.includes(''))
    .map(([name]) => `empty value not allowed, found in ${name.charAt(0).toUpperCase()}${name.slice(1)}`);

function addressProblems(value: string): string[] {
  const [ip = '', bits] = value.split('/');
  if (bits === undefined) return ipVersion(value) ? [] : [`bad IP address (${value})`];
  const most = ipVersion(ip) === 4 ? 32 : 128;
  if (ipVersion(ip) && /^\d+$/.test(bits) && Number(bits) <= most) return [];
  const why = ipVersion(ip) ? 'prefix length out of range' : `ParseAddr("${ip}"): unable to parse IP`;
  return [`bad CIDR range (${value}): netip.ParsePrefix("${value}"): ${why}`];
}

function portProblems(port: string): string[] {
  if (/^\d+$/.test(port)) return Number(port) <= 65535 ? [] : [`bad port (${port}): <nil>`];
  return [`bad port (${port}): strconv.ParseUint: parsing ${JSON.stringify(port)}: invalid syntax`];
}

const plainKeys = new Set([
  'connection.sni',
  'destination.ip',
  'destination.port',
  'remote.ip',
  'request.auth.audiences',
  'request.auth.presenter',
  'request.auth.principal',
  'source.ip',
  'source.namespace',
  'source.principal',
  'source.serviceAccount',
  'source.trustDomain',
]);
const mapKeys = ['request.headers', 'request.auth.claims', 'experimental.'];

function conditionProblems(condition: unknown): string[] {
  const key = textAt(condition, 'key');
  if (!key) return ['`key` must not be empty'];
  if (!listAt(condition, 'values').length && !listAt(condition, 'notValues').length) {
    return [`at least one of \`values\` or \`notValues\` must be set for key ${key}`];
  }
  const isKnown = plainKeys.has(key) || mapKeys.some((prefix) => key.startsWith(prefix));
  return isKnown ? [] : [`invalid \`value\` for \`key\` ${key}: unknown attribute: ${key}`];
}
