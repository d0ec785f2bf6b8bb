import { quantity } from '../../apiserver/admission/quantity.ts';
import { at, fieldsAt } from '../../apiserver/fields.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';

/** A container can't be made from its spec; becomes `CreateContainerConfigError`. */
export class ContainerConfigError extends Error {
  override name = 'ContainerConfigError';
}

/**
 * A field of a pod, as the downward API gives it; undefined for one that it doesn't know.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
 */
export function podField(pod: PodObject, path: string): string | undefined {
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (keyed) return pod.metadata[keyed[1] as 'labels' | 'annotations']?.[keyed[2] ?? ''] ?? '';
  const { metadata, spec, status } = pod;
  const fields: Readonly<Record<string, string | undefined>> = {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace,
    'metadata.uid': metadata.uid,
    'metadata.labels': lines(metadata.labels),
    'metadata.annotations': lines(metadata.annotations),
    'spec.nodeName': spec?.nodeName,
    'spec.serviceAccountName': spec?.serviceAccountName ?? 'default',
    'status.podIP': status?.podIP,
    'status.podIPs': status?.podIP,
    'status.hostIP': status?.hostIP,
    'status.hostIPs': status?.hostIP,
  };
  return path in fields ? (fields[path] ?? '') : undefined;
}

const lines = (map: Readonly<Record<string, string>> = {}): string =>
  Object.entries(map)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n');

type ResourceFieldRef = {
  readonly containerName?: string;
  readonly resource: string;
  readonly divisor?: string | number;
};

/**
 * What a container may use or asks for: in units of the divisor, rounded up. Without a limit it is what the node has.
 * @see https://kubernetes.io/docs/tasks/inject-data-application/environment-variable-expose-pod-information/
 */
export function resourceField(
  world: World,
  pod: PodObject,
  { containerName, resource, divisor }: ResourceFieldRef,
): string {
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  const container = containers.find(({ name }) => name === containerName);
  if (!container) throw new ContainerConfigError(`container ${containerName ?? ''} not found`);
  const [kind = '', name = ''] = resource.split(/\.(.*)/s);
  const given = fieldsAt(container, `resources.${kind}`)[name];
  const amount = quantity(given ?? (kind === 'limits' ? allocatable(world, pod, name) : 0));
  const unit = quantity(divisor === undefined || Number(divisor) === 0 ? '1' : divisor);
  return String(Math.ceil(Number((amount / unit).toFixed(6))));
}

function allocatable(world: World, pod: PodObject, resource: string): unknown {
  const key = { resource: resources.nodes, namespace: '', name: pod.spec?.nodeName ?? '' };
  return at(world.store.get(key), `status.allocatable.${resource}`) ?? 0;
}
