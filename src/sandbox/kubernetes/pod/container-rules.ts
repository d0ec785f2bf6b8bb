import { duplicate, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import {
  labelNameProblems,
  portNameProblems,
  variableNameProblems,
} from '../../apiserver/admission/names.ts';
import { portRules } from '../../apiserver/admission/number-rules.ts';
import { at, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import { handlerRules } from './handler-rules.ts';
import { resourceRules } from './resource-rules.ts';

/** Protocols of ports, in the order that errors list them. */
export const portProtocols = ['SCTP', 'TCP', 'UDP'];
const pullPolicies = ['Always', 'IfNotPresent', 'Never'];

/** Containers of a pod. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container */
export function containersRules(
  containers: readonly unknown[],
  path: string,
  volumes: ReadonlySet<string>,
): FieldError[] {
  const names = containers.map((container) => textAt(container, 'name'));
  return containers.flatMap((container, index) => {
    const here = `${path}[${index}]`;
    return [
      ...nameRules(names, index, here),
      ...containerRules(container, here, volumes),
      ...handlerRules(container, here),
    ];
  });
}

function nameRules(names: readonly string[], index: number, here: string): FieldError[] {
  const name = names[index] ?? '';
  if (!name) return [required(`${here}.name`)];
  return [
    ...labelNameProblems(name).map((problem) => invalid(`${here}.name`, name, problem)),
    ...(names.indexOf(name) < index ? [duplicate(`${here}.name`, name)] : []),
  ];
}

function containerRules(container: unknown, here: string, volumes: ReadonlySet<string>): FieldError[] {
  const image = textAt(container, 'image');
  const policy = textAt(container, 'imagePullPolicy');
  return [
    ...(image ? [] : [required(`${here}.image`)]),
    ...(image.trim() === image
      ? []
      : [invalid(`${here}.image`, image, 'must not have leading or trailing whitespace')]),
    ...portsRules(listAt(container, 'ports'), `${here}.ports`),
    ...variableRules(listAt(container, 'env'), `${here}.env`),
    ...mountRules(listAt(container, 'volumeMounts'), `${here}.volumeMounts`, volumes),
    ...(pullPolicies.includes(policy) ? [] : [notSupported(`${here}.imagePullPolicy`, policy, pullPolicies)]),
    ...resourceRules(container, `${here}.resources`),
  ];
}

function portsRules(ports: readonly unknown[], path: string): FieldError[] {
  const names = ports.map((port) => textAt(port, 'name'));
  return ports.flatMap((port, index) => {
    const here = `${path}[${index}]`;
    const name = names[index] ?? '';
    const protocol = textAt(port, 'protocol');
    return [
      ...(name ? portNameProblems(name).map((problem) => invalid(`${here}.name`, name, problem)) : []),
      ...(name && names.indexOf(name) < index ? [duplicate(`${here}.name`, name)] : []),
      ...(at(port, 'containerPort')
        ? portRules(at(port, 'containerPort'), `${here}.containerPort`)
        : [required(`${here}.containerPort`)]),
      ...(portProtocols.includes(protocol)
        ? []
        : [notSupported(`${here}.protocol`, protocol, portProtocols)]),
    ];
  });
}

function variableRules(variables: readonly unknown[], path: string): FieldError[] {
  return variables.flatMap((variable, index) => {
    const name = textAt(variable, 'name');
    const here = `${path}[${index}]`;
    if (!name) return [required(`${here}.name`)];
    const both = textAt(variable, 'value') && at(variable, 'valueFrom');
    return [
      ...variableNameProblems(name).map((problem) => invalid(`${here}.name`, name, problem)),
      ...(both ? [invalid(`${here}.valueFrom`, '', 'may not be specified when `value` is not empty')] : []),
    ];
  });
}

function mountRules(mounts: readonly unknown[], path: string, volumes: ReadonlySet<string>): FieldError[] {
  const paths = mounts.map((mount) => textAt(mount, 'mountPath'));
  return mounts.flatMap((mount, index) => {
    const here = `${path}[${index}]`;
    const name = textAt(mount, 'name');
    const mountPath = paths[index] ?? '';
    const unknown: FieldError = {
      field: `${here}.name`,
      reason: 'FieldValueNotFound',
      message: `${here}.name: Not found: ${JSON.stringify(name)}`,
    };
    return [
      ...(name ? (volumes.has(name) ? [] : [unknown]) : [required(`${here}.name`)]),
      ...(mountPath ? [] : [required(`${here}.mountPath`)]),
      ...(mountPath && paths.indexOf(mountPath) < index
        ? [invalid(`${here}.mountPath`, mountPath, 'must be unique')]
        : []),
    ];
  });
}
