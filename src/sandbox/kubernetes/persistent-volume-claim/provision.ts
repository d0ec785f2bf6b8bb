import type { KubeObject } from '../../apiserver/store/object.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import { type EventText, recordEvent } from '../../controllers/record-event.ts';
import { create } from '../../controllers/write.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import type { ClaimObject } from '../persistent-volume/volume-objects.ts';
import type { StorageClassObject } from '../storage-class/storage-class.ts';

/** The provisioner that kind clusters have: folders of nodes. */
export const localPath = 'rancher.io/local-path';

/** The class of volumes that only people make. */
export const noProvisioner = 'kubernetes.io/no-provisioner';

const selectedNodeAnnotation = 'volume.kubernetes.io/selected-node';
const provisionedByAnnotation = 'pv.kubernetes.io/provisioned-by';

/** The node that the scheduler chose for the first pod of a claim. */
export const selectedNode = ({ metadata }: KubeObject): string | undefined =>
  metadata.annotations?.[selectedNodeAnnotation];

export const provisionedBy = ({ metadata }: KubeObject): string | undefined =>
  metadata.annotations?.[provisionedByAnnotation];

const annotate = (world: World, claim: ClaimObject, added: Readonly<Record<string, string>>): void => {
  world.store.mutate(keyOf(resources.persistentVolumeClaims, claim), (object) => ({
    ...object,
    metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...added } },
  }));
};

/** Says on which node the volume of a claim is needed. */
export const selectNode = (world: World, claim: ClaimObject, node: string): void =>
  annotate(world, claim, { [selectedNodeAnnotation]: node });

/** Has a volume made for a claim by the provisioner of its class, if that is one that is there. */
export function provision(world: World, claim: ClaimObject, found: StorageClassObject): void {
  const tell = (text: EventText): void => recordEvent(world, claim, text);
  const { provisioner = '' } = found;
  const component = 'persistentvolume-controller';
  if (provisioner === noProvisioner) {
    const message = `no volume plugin matched name: ${provisioner}`;
    tell({ type: 'Warning', reason: 'ProvisioningFailed', message, component });
    return;
  }
  annotate(world, claim, {
    'volume.beta.kubernetes.io/storage-provisioner': provisioner,
    'volume.kubernetes.io/storage-provisioner': provisioner,
  });
  tell({
    reason: 'ExternalProvisioning',
    message: `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
    component,
  });
  if (provisioner === localPath) makeFolder(world, claim, found, tell);
}

type Tell = (text: EventText) => void;

function makeFolder(world: World, claim: ClaimObject, found: StorageClassObject, tell: Tell): void {
  const component = `${localPath}_local-path-provisioner`;
  const about = `${claim.metadata.namespace}/${claim.metadata.name}`;
  tell({
    reason: 'Provisioning',
    message: `External provisioner is provisioning volume for claim "${about}"`,
    component,
  });
  const node = selectedNode(claim);
  const problem = folderProblem(claim, node);
  if (problem) {
    const message = `failed to provision volume with StorageClass "${found.metadata.name}": ${problem}`;
    tell({ type: 'Warning', reason: 'ProvisioningFailed', message, component });
    return;
  }
  const { metadata } = create(world, resources.persistentVolumes, folderVolume(claim, found, node ?? ''));
  const message = `Successfully provisioned volume ${metadata.name}`;
  tell({ reason: 'ProvisioningSucceeded', message, component });
}

/** Why a claim can't have a folder of a node. */
function folderProblem({ spec }: ClaimObject, node: string | undefined): string | undefined {
  if (spec?.selector) return 'claim.Spec.Selector is not supported';
  const isForOneNode = spec?.accessModes?.every((mode) => mode.startsWith('ReadWriteOnce'));
  if (!isForOneNode) return 'NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes';
  return node === undefined ? 'configuration error, no node was specified' : undefined;
}

function folderVolume(claim: ClaimObject, found: StorageClassObject, node: string): KubeObject {
  const { name, namespace, uid, resourceVersion } = claim.metadata;
  const volume = `pvc-${uid}`;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: volume,
      annotations: { 'local.path.provisioner/selected-node': node, [provisionedByAnnotation]: localPath },
      finalizers: ['kubernetes.io/pv-protection'],
    },
    spec: {
      accessModes: claim.spec?.accessModes,
      capacity: { storage: claim.spec?.resources?.requests?.storage },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid, resourceVersion },
      hostPath: {
        path: `/var/local-path-provisioner/${volume}_${namespace}_${name}`,
        type: 'DirectoryOrCreate',
      },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] },
          ],
        },
      },
      persistentVolumeReclaimPolicy: found.reclaimPolicy ?? 'Delete',
      storageClassName: found.metadata.name,
      volumeMode: claim.spec?.volumeMode,
    },
  };
}
