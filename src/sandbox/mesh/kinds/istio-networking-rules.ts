import { areUnique, celRule } from '../../apiserver/admission/cel-rule.ts';
import { at, type Fields, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

const portMessage = 'port must be between 1-65535';
const socket = 'unix://';

/** What a ServiceEntry breaks beyond its schema. @see https://istio.io/latest/docs/reference/config/networking/service-entry/ */
export function serviceEntryRules(entry: KubeObject): FieldError[] {
  const spec = fieldsAt(entry, 'spec');
  return [
    ...entryRules(spec),
    ...listAt(spec, 'endpoints').flatMap((endpoint, index) =>
      endpointRules(endpoint, `spec.endpoints[${index}]`),
    ),
    ...listAt(spec, 'hosts').flatMap((host, index) =>
      celRule(host !== '*', `spec.hosts[${index}]`, 'string', 'hostname cannot be wildcard'),
    ),
    ...celRule(
      areUnique(listAt(spec, 'ports').map((port) => at(port, 'number'))),
      'spec.ports',
      'array',
      'port number cannot be duplicated',
    ),
    ...listAt(spec, 'ports').flatMap((port, index) =>
      ['number', 'targetPort'].flatMap((field) => portRule(at(port, field), `spec.ports[${index}].${field}`)),
    ),
    ...Object.entries(fieldsAt(spec, 'workloadSelector.labels')).flatMap(([key, value]) =>
      celRule(
        !String(value).includes('*'),
        `spec.workloadSelector.labels[${key}]`,
        'string',
        'wildcard is not supported in selector',
      ),
    ),
  ];
}

function entryRules(spec: Fields): FieldError[] {
  const resolution = textAt(spec, 'resolution') || 'NONE';
  const hasRange = listAt(spec, 'addresses').some((address) => String(address).includes('/'));
  const rule = (kept: boolean, message: string) => celRule(kept, 'spec', 'object', message);
  return [
    ...rule(
      !spec.workloadSelector || !spec.endpoints,
      'only one of WorkloadSelector or Endpoints can be set',
    ),
    ...rule(
      !hasRange || resolution === 'NONE' || resolution === 'STATIC',
      'CIDR addresses are allowed only for NONE/STATIC resolution types',
    ),
    ...rule(resolution !== 'NONE' || !spec.endpoints, 'NONE mode cannot set endpoints'),
    ...rule(
      resolution !== 'DNS_ROUND_ROBIN' || listAt(spec, 'endpoints').length <= 1,
      'DNS_ROUND_ROBIN mode cannot have multiple endpoints',
    ),
  ];
}

/** What a WorkloadEntry breaks beyond its schema. */
export const workloadEntryRules = (entry: KubeObject): FieldError[] => endpointRules(entry.spec, 'spec');

function endpointRules(endpoint: unknown, path: string): FieldError[] {
  const address = textAt(endpoint, 'address');
  const isSocket = address.startsWith(socket);
  const ports = fieldsAt(endpoint, 'ports');
  const hasPlace = isFields(endpoint) && ('address' in endpoint || 'network' in endpoint);
  return [
    ...celRule(hasPlace, path, 'object', 'Address is required'),
    ...celRule(!isSocket || !at(endpoint, 'ports'), path, 'object', 'UDS may not include ports'),
    ...celRule(
      !isSocket || /^unix:\/\/[/@]/.test(address),
      `${path}.address`,
      'string',
      'UDS must be an absolute path or abstract socket',
    ),
    ...celRule(!isSocket || !address.endsWith('/'), `${path}.address`, 'string', 'UDS may not be a dir'),
    ...celRule(
      Object.keys(ports).every(
        (name) => name.length < 63 && /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(name),
      ),
      `${path}.ports`,
      'object',
      'port name must be valid',
    ),
    ...Object.entries(ports).flatMap(([name, port]) => portRule(port, `${path}.ports[${name}]`)),
  ];
}

const portRule = (port: unknown, path: string): FieldError[] =>
  celRule(
    port === undefined || (typeof port === 'number' && port > 0 && port <= 65535),
    path,
    'integer',
    portMessage,
  );

/** What a DestinationRule breaks beyond its schema: how it selects workloads, and durations that are too short. */
export const destinationRuleRules = (rule: KubeObject): FieldError[] => [
  ...matchLabelsRules(rule, 'spec.workloadSelector.matchLabels'),
  ...durationRules(rule.spec, 'spec'),
];

/** Labels that select workloads: no wildcards, no empty keys. */
export function matchLabelsRules(object: KubeObject, path: string): FieldError[] {
  const labels = fieldsAt(object, path);
  const keys = Object.keys(labels);
  return [
    ...celRule(
      keys.every((key) => !key.includes('*')),
      path,
      'object',
      'wildcard not allowed in label key match',
    ),
    ...celRule(
      keys.every((key) => key !== ''),
      path,
      'object',
      'key must not be empty',
    ),
    ...Object.entries(labels).flatMap(([key, value]) =>
      celRule(
        !String(value).includes('*'),
        `${path}[${key}]`,
        'string',
        'wildcard not allowed in label value match',
      ),
    ),
  ];
}

const durationFields = new Set([
  'baseEjectionTime',
  'connectTimeout',
  'idleTimeout',
  'interval',
  'maxConnectionDuration',
  'time',
  'warmupDurationSecs',
]);

function durationRules(value: unknown, path: string): FieldError[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => durationRules(item, `${path}[${index}]`));
  return Object.entries(isFields(value) ? value : {}).flatMap(([name, inner]) => {
    const here = `${path}.${name}`;
    if (!durationFields.has(name) || typeof inner !== 'string') return durationRules(inner, here);
    return celRule(isLongEnough(inner), here, 'string', 'must be a valid duration greater than 1ms');
  });
}

/** Go durations: `1h30m`, `500ms`. */
function isLongEnough(duration: string): boolean {
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(duration)) return false;
  const units: Readonly<Record<string, number>> = {
    ns: 1e-6,
    us: 1e-3,
    µs: 1e-3,
    ms: 1,
    s: 1e3,
    m: 6e4,
    h: 36e5,
  };
  const parts = [...duration.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)];
  return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (units[unit] ?? 0), 0) >= 1;
}
