import {
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { labelNameProblems, portNameProblems } from '../../apiserver/admission/names.ts';
import { portRules } from '../../apiserver/admission/number-rules.ts';
import { at, type Fields, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import { handlerRules } from './handler-rules.ts';
import { deviceRules, mountRules } from './mount-rules.ts';
import { resourceRules } from './resource-rules.ts';
import { containerSecurityRules } from './security-rules.ts';
import { variablesRules } from './variable-rules.ts';

/** Protocols of ports, in the order that errors list them. */
export const portProtocols = ['SCTP', 'TCP', 'UDP'];
const messagePolicies = ['File', 'FallbackToLogsOnError'];
const resizable = ['cpu', 'memory'];
const pullPolicies = ['Always', 'IfNotPresent', 'Never'];

/** What of a pod its containers are looked at with: its spec, and the names of volumes that can be mounted. */
type PodContext = { readonly spec: Fields; readonly volumes: ReadonlySet<string> };

/** Containers of a pod. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container */
export function containersRules(
  list: 'containers' | 'initContainers',
  path: string,
  context: PodContext,
): FieldError[] {
  const { spec } = context;
  const isInit = list === 'initContainers';
  const containers = listAt(spec, list);
  const others = isInit ? listAt(spec, 'containers') : [];
  const names = [...others, ...containers].map((container) => textAt(container, 'name'));
  const graceSeconds = numberAt(spec, 'terminationGracePeriodSeconds');
  return containers.flatMap((container, index) => {
    const here = `${path}.${list}[${index}]`;
    return [
      ...nameRules(names, others.length + index, here),
      ...containerRules(container, here, context),
      ...(isInit ? initRules(container, here) : restartRules(container, here)),
      ...handlerRules(container, here, graceSeconds),
    ];
  });
}

/** Who runs beside the others restarts as they do. */
const restartRules = (container: unknown, here: string): FieldError[] =>
  at(container, 'restartPolicy') === undefined
    ? []
    : [forbiddenField(`${here}.restartPolicy`, 'may not be set for non-init containers')];

const ofSidecars = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];

/** An init container is over before it could be asked anything; unless it is a sidecar. */
function initRules(container: unknown, here: string): FieldError[] {
  const policy = at(container, 'restartPolicy');
  if (policy === 'Always') return [];
  if (policy !== undefined) return [notSupported(`${here}.restartPolicy`, policy, ['Always'])];
  return ofSidecars
    .filter((field) => at(container, field) !== undefined)
    .map((field) =>
      forbiddenField(`${here}.${field}`, 'may not be set for init containers without restartPolicy=Always'),
    );
}

function nameRules(names: readonly string[], index: number, here: string): FieldError[] {
  const name = names[index] ?? '';
  if (!name) return [required(`${here}.name`)];
  return [
    ...labelNameProblems(name).map((problem) => invalid(`${here}.name`, name, problem)),
    ...(names.indexOf(name) < index ? [duplicate(`${here}.name`, name)] : []),
  ];
}

function containerRules(container: unknown, here: string, { spec, volumes }: PodContext): FieldError[] {
  const claims = new Set(
    listAt(spec, 'volumes')
      .filter((volume) => at(volume, 'persistentVolumeClaim') ?? at(volume, 'ephemeral'))
      .map((volume) => textAt(volume, 'name')),
  );
  const image = textAt(container, 'image');
  const policy = textAt(container, 'imagePullPolicy');
  const message = textAt(container, 'terminationMessagePolicy');
  return [
    ...(image ? [] : [required(`${here}.image`)]),
    ...(image.trim() === image
      ? []
      : [invalid(`${here}.image`, image, 'must not have leading or trailing whitespace')]),
    ...(messagePolicies.includes(message)
      ? []
      : [notSupported(`${here}.terminationMessagePolicy`, message, messagePolicies)]),
    ...portsRules(listAt(container, 'ports'), `${here}.ports`),
    ...variablesRules(container, here),
    ...mountRules(container, here, volumes),
    ...deviceRules(container, here, claims),
    ...(pullPolicies.includes(policy) ? [] : [notSupported(`${here}.imagePullPolicy`, policy, pullPolicies)]),
    ...resourceRules(container, `${here}.resources`),
    ...resizeRules(listAt(container, 'resizePolicy'), `${here}.resizePolicy`),
    ...containerSecurityRules(container, here),
  ];
}

function resizeRules(policies: readonly unknown[], here: string): FieldError[] {
  return policies.flatMap((policy) => {
    const name = textAt(policy, 'resourceName');
    const shown = new GoText(name);
    return resizable.includes(name) ? [] : [notSupported(here, shown, resizable)];
  });
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
