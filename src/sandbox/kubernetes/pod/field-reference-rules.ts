import { invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { qualifiedNameProblems } from '../../apiserver/admission/names.ts';
import { at, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';

/** What of a pod an environment variable can be, and a file of a volume. */
export const variableFields = [
  ...['metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName'],
  ...['status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs'],
];
export const volumeFields = [
  ...['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'],
];

/** Fields of a pod that can be selected or referred to at all, in the words of its version. */
const known = new Set([
  ...[...variableFields, ...volumeFields, 'spec.host', 'spec.restartPolicy', 'spec.schedulerName'],
  ...['status.phase', 'status.nominatedNodeName', 'spec.hostNetwork'],
]);

const keyed = /^metadata\.(labels|annotations)\['(.*)'\]$/s;

/** A reference to a field of the pod. @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ */
export function podFieldRules(reference: unknown, here: string, allowed: readonly string[]): FieldError[] {
  const path = textAt(reference, 'fieldPath');
  const version = textAt(reference, 'apiVersion');
  const field = `${here}.fieldPath`;
  if (!version) return [required(`${here}.apiVersion`)];
  if (!path) return [required(field)];
  const [, map, key = ''] = keyed.exec(path) ?? [];
  if (map !== undefined) return qualifiedNameProblems(key).map((problem) => invalid(here, key, problem));
  if (version !== 'v1')
    return [invalid(field, path, `error converting fieldPath: unsupported pod version: ${version}`)];
  if (!known.has(path))
    return [invalid(field, path, `error converting fieldPath: field label not supported: ${path}`)];
  return allowed.includes(path) ? [] : [notSupported(field, path, allowed)];
}

const amounts = ['cpu', 'ephemeral-storage', 'memory'];
const resources = ['limits', 'requests'].flatMap((kind) => amounts.map((name) => `${kind}.${name}`));

const divisors: Readonly<Record<string, readonly string[]>> = {
  cpu: ['1m', '1'],
  memory: ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'],
};

/** A reference to what a container asks for or may use. @param ofVolume Whether the container has to be named. */
export function resourceFieldRules(reference: unknown, here: string, ofVolume: boolean): FieldError[] {
  const resource = textAt(reference, 'resource');
  if (ofVolume && !textAt(reference, 'containerName')) return [required(`${here}.containerName`)];
  if (!resource) return [required(`${here}.resource`)];
  if (/\.hugepages-/.test(resource)) return [];
  if (!resources.includes(resource)) return [notSupported(`${here}.resource`, resource, resources)];
  return divisorRules(resource, String(at(reference, 'divisor') ?? '0'), here);
}

function divisorRules(resource: string, divisor: string, here: string): FieldError[] {
  const isCpu = resource.endsWith('cpu');
  const name = isCpu ? 'cpu' : resource.endsWith('memory') ? 'memory' : 'local ephemeral storage';
  const allowed = divisors[isCpu ? 'cpu' : 'memory'] ?? [];
  if (divisor === '0' || allowed.includes(divisor)) return [];
  const shown = isCpu ? '1m and 1' : allowed.join(', ');
  return [
    invalid(
      `${here}.divisor`,
      resource,
      `only divisor's values ${shown} are supported with the ${name} resource`,
    ),
  ];
}
