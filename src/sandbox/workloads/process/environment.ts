import type { KubeObject } from '../../apiserver/store/object.ts';
import type { PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import type { Workload } from '../workload.ts';

type EnvEntry = {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly fieldRef?: { readonly fieldPath: string };
    readonly configMapKeyRef?: KeyRef;
    readonly secretKeyRef?: KeyRef;
  };
};

type KeyRef = { readonly name: string; readonly key: string; readonly optional?: boolean };

type EnvironmentRequest = {
  readonly world: World;
  readonly pod: PodObject;
  readonly workload: Pick<Workload, 'env'>;
  readonly container: { readonly env?: readonly EnvEntry[]; readonly envFrom?: readonly unknown[] };
};

/** A container can't be made from its spec; becomes `CreateContainerConfigError`. */
export class ContainerConfigError extends Error {
  override name = 'ContainerConfigError';
}

/**
 * The environment of a container's process: the image's, the cluster's, then the pod spec's.
 * @throws ContainerConfigError for a reference to nothing, or of a form that isn't simulated
 */
export function environmentOf(request: EnvironmentRequest): Record<string, string> {
  const { pod, workload, container } = request;
  if (container.envFrom?.length) throw new ContainerConfigError('sandbox: envFrom is not simulated');
  const env: Record<string, string> = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOSTNAME: pod.spec?.hostname ?? pod.metadata.name,
    ...workload.env,
    KUBERNETES_SERVICE_HOST: kubernetesAddress(request.world),
    KUBERNETES_SERVICE_PORT: '443',
    KUBERNETES_SERVICE_PORT_HTTPS: '443',
    KUBERNETES_PORT_443_TCP_PROTO: 'tcp',
  };
  for (const entry of container.env ?? []) {
    const value = entryValue(entry, request, env);
    if (value !== undefined) env[entry.name] = value;
  }
  env.HOME ??= '/';
  return env;
}

function entryValue(
  entry: EnvEntry,
  request: EnvironmentRequest,
  earlier: Readonly<Record<string, string>>,
): string | undefined {
  const { fieldRef, configMapKeyRef, secretKeyRef } = entry.valueFrom ?? {};
  if (!entry.valueFrom) return expand(entry.value ?? '', earlier);
  if (fieldRef) return fieldOf(request.pod, fieldRef.fieldPath);
  if (configMapKeyRef) return keyOf('configmap', configMapKeyRef, request);
  if (secretKeyRef) return keyOf('secret', secretKeyRef, request);
  throw new ContainerConfigError(
    `sandbox: env valueFrom ${Object.keys(entry.valueFrom).join(', ')} is not simulated`,
  );
}

/** `$(NAME)` of an earlier variable; `$$` is a dollar sign. */
const expand = (value: string, earlier: Readonly<Record<string, string>>): string =>
  value.replace(/\$\$|\$\(([^)]+)\)/g, (text, name: string | undefined) =>
    name === undefined ? '$' : (earlier[name] ?? text),
  );

/** Fields of the downward API. @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ */
function fieldOf(pod: PodObject, path: string): string {
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (keyed) return pod.metadata[keyed[1] as 'labels' | 'annotations']?.[keyed[2] ?? ''] ?? '';
  const fields: Readonly<Record<string, string | undefined>> = {
    'metadata.name': pod.metadata.name,
    'metadata.namespace': pod.metadata.namespace,
    'metadata.uid': pod.metadata.uid,
    'spec.nodeName': pod.spec?.nodeName,
    'spec.serviceAccountName': pod.spec?.serviceAccountName ?? 'default',
    'status.podIP': pod.status?.podIP,
    'status.podIPs': pod.status?.podIP,
    'status.hostIP': (pod.status as { hostIP?: string } | undefined)?.hostIP,
  };
  if (path in fields) return fields[path] ?? '';
  throw new ContainerConfigError(`sandbox: env fieldRef ${path} is not simulated`);
}

function keyOf(
  resource: 'configmap' | 'secret',
  ref: KeyRef,
  { world, pod }: EnvironmentRequest,
): string | undefined {
  const namespace = pod.metadata.namespace ?? '';
  const object = world.store.get<KubeObject & { data?: Record<string, string> }>({
    resource: `${resource}s`,
    namespace,
    name: ref.name,
  });
  const value = object?.data?.[ref.key];
  if (value !== undefined) return resource === 'secret' ? Buffer.from(value, 'base64').toString() : value;
  if (ref.optional) return undefined;
  throw new ContainerConfigError(
    object
      ? `couldn't find key ${ref.key} in ${resource === 'secret' ? 'Secret' : 'ConfigMap'} ${namespace}/${ref.name}`
      : `${resource} "${ref.name}" not found`,
  );
}

function kubernetesAddress(world: World): string {
  const service = world.store.get<KubeObject & { spec?: { clusterIP?: string } }>({
    resource: 'services',
    namespace: 'default',
    name: 'kubernetes',
  });
  return service?.spec?.clusterIP ?? '10.96.0.1';
}
