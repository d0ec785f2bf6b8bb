import { forbiddenField, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { countRules, targetPortRules } from '../../apiserver/admission/number-rules.ts';
import { at, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';

const schemes = ['HTTP', 'HTTPS'];

/** What asks a container how it is, or is run as it starts or ends. */
export function handlerRules(container: unknown, path: string): FieldError[] {
  return [
    ...['postStart', 'preStop'].flatMap((name) =>
      actionRules(at(container, `lifecycle.${name}`), `${path}.lifecycle.${name}`),
    ),
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((name) =>
      probeRules(at(container, name), `${path}.${name}`),
    ),
  ];
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
  ];
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
  ];
}
