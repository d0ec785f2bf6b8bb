import type { Schema } from '../schema.ts';

/**
 * Lists of built-in kinds that merge item by item, and by which fields; all others are replaced whole.
 * The first key is the one that strategic merge patches use.
 * @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/ (patch merge key, list map keys)
 */
const listKeys: Readonly<Record<string, readonly string[]>> = {
  'Container.env': ['name'],
  'Container.ports': ['containerPort', 'protocol'],
  'Container.volumeDevices': ['devicePath'],
  'Container.volumeMounts': ['mountPath'],
  'DaemonSetStatus.conditions': ['type'],
  'DeploymentStatus.conditions': ['type'],
  'NamespaceStatus.conditions': ['type'],
  'NodeStatus.addresses': ['type'],
  'NodeStatus.conditions': ['type'],
  'ObjectMeta.ownerReferences': ['uid'],
  'PodSpec.containers': ['name'],
  'PodSpec.ephemeralContainers': ['name'],
  'PodSpec.hostAliases': ['ip'],
  'PodSpec.imagePullSecrets': ['name'],
  'PodSpec.initContainers': ['name'],
  'PodSpec.resourceClaims': ['name'],
  'PodSpec.schedulingGates': ['name'],
  'PodSpec.topologySpreadConstraints': ['topologyKey', 'whenUnsatisfiable'],
  'PodSpec.volumes': ['name'],
  'PodStatus.conditions': ['type'],
  'PodStatus.hostIPs': ['ip'],
  'PodStatus.podIPs': ['ip'],
  'ReplicaSetStatus.conditions': ['type'],
  'ServiceAccount.secrets': ['name'],
  'ServiceAccount.imagePullSecrets': ['name'],
  'ServiceSpec.ports': ['port', 'protocol'],
  'ServiceStatus.conditions': ['type'],
};

/** Adds how lists merge to the definitions of built-in kinds. @throws Error when a field isn't there */
export function withListKeys(definitions: Readonly<Record<string, Schema>>): Record<string, Schema> {
  const marked: Record<string, Schema> = { ...definitions };
  for (const [path, keys] of Object.entries(listKeys)) {
    const [name = '', field = ''] = path.split('.');
    const definition = marked[name];
    const list = definition?.properties?.[field];
    if (!definition || list?.type !== 'array') throw new Error(`${path} is no list`);
    const merged: Schema = { ...list, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys };
    marked[name] = { ...definition, properties: { ...definition.properties, [field]: merged } };
  }
  return marked;
}
