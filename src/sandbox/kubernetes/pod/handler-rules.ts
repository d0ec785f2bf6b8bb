import { forbiddenField, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { countRules, targetPortRules } from '../../apiserver/admission/number-rules.ts';
import { at, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';

const schemes = ['HTTP', 'HTTPS'];

/** What asks a container how it is, or is run as it starts or ends. */
export function handlerRules(container: unknown, path: string, graceSeconds: number): FieldError[] {
  return [
    ...['postStart', 'preStop'].flatMap((name) => [
      ...actionRules(at(container, `lifecycle.${name}`), `${path}.lifecycle.${name}`),
      ...sleepRules(
        at(container, `lifecycle.${name}.sleep.seconds`),
        `${path}.lifecycle.${name}.sleep`,
        graceSeconds,
      ),
    ]),
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((name) =>
      probeRules(at(container, name), `${path}.${name}`),
    ),
  ];
}

function sleepRules(seconds: unknown, field: string, graceSeconds: number): FieldError[] {
  if (typeof seconds !== 'number' || (seconds >= 0 && seconds <= graceSeconds)) return [];
  const detail = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
  return [invalid(field, seconds, detail)];
}

const counts = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
];

function probeRules(probe: unknown, path: string): FieldError[] {
  if (!isFields(probe)) return [];
  return [
    ...actionRules(probe, path),
    ...counts.flatMap((name) => countRules(at(probe, name), `${path}.${name}`)),
    ...(path.endsWith('.readinessProbe') || at(probe, 'successThreshold') === 1
      ? []
      : [invalid(`${path}.successThreshold`, at(probe, 'successThreshold') ?? 0, 'must be 1')]),
    ...graceRules(at(probe, 'terminationGracePeriodSeconds'), path),
  ];
}

function graceRules(seconds: unknown, path: string): FieldError[] {
  const field = `${path}.terminationGracePeriodSeconds`;
  if (typeof seconds !== 'number') return [];
  if (path.endsWith('.readinessProbe'))
    return [invalid(field, seconds, 'must not be set for readinessProbes')];
  return seconds > 0 ? [] : [invalid(field, seconds, 'must be greater than 0')];
}

/** One way to act, and only one. */
function actionRules(action: unknown, path: string): FieldError[] {
  if (!isFields(action)) return [];
  const given = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'].filter((name) => isFields(action[name]));
  const [first, ...others] = given;
  if (!first) return [required(path, 'must specify a handler type')];
  return [
    ...ownRules(first, action[first], `${path}.${first}`),
    ...others.map((name) => forbiddenField(`${path}.${name}`, 'may not specify more than 1 handler type')),
  ];
}

function ownRules(name: string, action: unknown, path: string): FieldError[] {
  switch (name) {
    case 'exec':
      return listAt(action, 'command').length ? [] : [required(`${path}.command`)];
    case 'httpGet':
      return httpRules(action, path);
    case 'tcpSocket':
    case 'grpc':
      return targetPortRules(at(action, 'port'), `${path}.port`);
    default:
      return [];
  }
}

function httpRules(action: unknown, path: string): FieldError[] {
  const scheme = textAt(action, 'scheme');
  return [
    ...(textAt(action, 'path') ? [] : [required(`${path}.path`)]),
    ...targetPortRules(at(action, 'port'), `${path}.port`),
    ...(schemes.includes(scheme) ? [] : [notSupported(`${path}.scheme`, scheme, schemes)]),
    ...listAt(action, 'httpHeaders').flatMap((header) => headerRules(textAt(header, 'name'), path)),
  ];
}

function headerRules(name: string, path: string): FieldError[] {
  if (/^[-A-Za-z0-9]+$/.test(name)) return [];
  const detail =
    "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')";
  return [invalid(`${path}.httpHeaders`, name, detail)];
}
