import type { KubeObject } from '../../apiserver/store/object.ts';
import type { EnvEntry, EnvSource } from '../../mesh/container-objects.ts';
import type { Container, PodObject, ServiceObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { expand } from './expand.ts';
import { type KeyKind, keysOf } from './key-source.ts';
import { ContainerConfigError, podField, resourceField } from './pod-fields.ts';

type EnvironmentRequest = {
  readonly world: World;
  readonly pod: PodObject;
  /** What the image itself sets. */
  readonly image: Readonly<Record<string, string>>;
  readonly container: Container;
};

/**
 * The environment of a container's process: the image's, the cluster's and its Services', then the pod spec's.
 * @throws ContainerConfigError for a reference to nothing, or of a form that isn't simulated
 */
export function environmentOf(request: EnvironmentRequest): Record<string, string> {
  const { pod, image, container, world } = request;
  const env: Record<string, string> = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOSTNAME: pod.spec?.hostname ?? pod.metadata.name,
    ...image,
    ...(pod.spec?.enableServiceLinks === false ? {} : serviceLinks(world, pod.metadata.namespace ?? '')),
    ...kubernetesLinks(world),
  };
  for (const source of container.envFrom ?? []) Object.assign(env, allKeys(source, request));
  for (const entry of container.env ?? []) {
    const value = entryValue(entry, request, env);
    if (value !== undefined) env[entry.name] = value;
  }
  env.HOME ??= '/root';
  return env;
}

/** All keys that can be names of variables. */
function allKeys({ prefix = '', configMapRef, secretRef }: EnvSource, { world, pod }: EnvironmentRequest) {
  const kind: KeyKind = configMapRef ? 'configmap' : 'secret';
  const { name = '', optional } = configMapRef ?? secretRef ?? {};
  const keys = keysOf(world, kind, pod.metadata.namespace ?? '', name);
  if (!keys && !optional) throw new ContainerConfigError(`${kind} "${name}" not found`);
  const named = [...(keys ?? [])].filter(([key]) => /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(prefix + key));
  return Object.fromEntries(named.map(([key, value]) => [prefix + key, value.toString()]));
}

function entryValue(
  entry: EnvEntry,
  request: EnvironmentRequest,
  earlier: Readonly<Record<string, string>>,
): string | undefined {
  if (!entry.valueFrom) return expand(entry.value ?? '', earlier);
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = entry.valueFrom;
  if (fieldRef) {
    const value = podField(request.pod, fieldRef.fieldPath);
    if (value !== undefined) return value;
    throw new ContainerConfigError(`sandbox: env fieldRef ${fieldRef.fieldPath} is not simulated`);
  }
  if (resourceFieldRef) {
    const containerName = resourceFieldRef.containerName ?? request.container.name;
    return resourceField(request.world, request.pod, { ...resourceFieldRef, containerName });
  }
  if (configMapKeyRef) return oneKey('configmap', configMapKeyRef, request);
  if (secretKeyRef) return oneKey('secret', secretKeyRef, request);
  const kind = Object.keys(entry.valueFrom).join(', ');
  throw new ContainerConfigError(`sandbox: env valueFrom ${kind} is not simulated`);
}

type KeyRef = { readonly name?: string; readonly key: string; readonly optional?: boolean };

function oneKey(kind: KeyKind, ref: KeyRef, { world, pod }: EnvironmentRequest): string | undefined {
  const { name = '', key, optional } = ref;
  const namespace = pod.metadata.namespace ?? '';
  const keys = keysOf(world, kind, namespace, name);
  const value = keys?.get(key);
  if (value !== undefined) return value.toString();
  if (optional) return undefined;
  const title = kind === 'secret' ? 'Secret' : 'ConfigMap';
  throw new ContainerConfigError(
    keys ? `couldn't find key ${key} in ${title} ${namespace}/${name}` : `${kind} "${name}" not found`,
  );
}

/** Of every Service of the pod's namespace that has an address. @see https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables */
function serviceLinks(world: World, namespace: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const { metadata, spec } of world.store.list<ServiceObject>(resources.services, { namespace })) {
    if (!spec?.clusterIP || spec.clusterIP === 'None' || metadata.name === 'kubernetes') continue;
    Object.assign(env, linkOf(metadata.name, spec.clusterIP, spec.ports ?? []));
  }
  return env;
}

type Ports = (ServiceObject['spec'] & object)['ports'] & object;

function linkOf(service: string, address: string, ports: Ports): Record<string, string> {
  const name = service.toUpperCase().replaceAll('-', '_');
  const [first] = ports;
  if (!first) return {};
  const env: Record<string, string> = {
    [`${name}_SERVICE_HOST`]: address,
    [`${name}_SERVICE_PORT`]: String(first.port),
    [`${name}_PORT`]: `${(first.protocol ?? 'TCP').toLowerCase()}://${address}:${first.port}`,
  };
  for (const { name: port, port: number, protocol = 'TCP' } of ports) {
    if (port) env[`${name}_SERVICE_PORT_${port.toUpperCase().replaceAll('-', '_')}`] = String(number);
    const prefix = `${name}_PORT_${number}_${protocol}`;
    env[prefix] = `${protocol.toLowerCase()}://${address}:${number}`;
    env[`${prefix}_PROTO`] = protocol.toLowerCase();
    env[`${prefix}_PORT`] = String(number);
    env[`${prefix}_ADDR`] = address;
  }
  return env;
}

function kubernetesLinks(world: World): Record<string, string> {
  const service = world.store.get<KubeObject & { spec?: { clusterIP?: string } }>({
    resource: 'services',
    namespace: 'default',
    name: 'kubernetes',
  });
  return linkOf('kubernetes', service?.spec?.clusterIP ?? '10.96.0.1', [{ name: 'https', port: 443 }]);
}
