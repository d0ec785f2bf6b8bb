import type { AdmissionPlugin } from '../../apiserver/admission/plugin.ts';
import { refused } from '../../apiserver/admission/refuse.ts';
import { at, fieldsAt, textAt } from '../../apiserver/fields.ts';
import { resources } from '../../mesh/resources.ts';
import { amountOf } from '../resources/amount.ts';
import { defaultClass, type StorageClassObject } from '../storage-class/storage-class.ts';

/**
 * Claims that name no class get the default one.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#defaultstorageclass
 */
export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  handles: ({ operation, resource, subresource }) =>
    operation === 'CREATE' && resource === resources.persistentVolumeClaims && subresource === '',
  mutate(claim, { world }) {
    const found = at(claim, 'spec.storageClassName') === undefined ? defaultClass(world) : undefined;
    if (!found) return claim;
    return { ...claim, spec: { ...fieldsAt(claim, 'spec'), storageClassName: found.metadata.name } };
  },
};

/**
 * A claim may only grow when its class says that its volumes can.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#persistentvolumeclaimresize
 */
export const claimResize: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  handles: ({ operation, resource, subresource }) =>
    operation === 'UPDATE' && resource === resources.persistentVolumeClaims && subresource === '',
  validate(claim, request) {
    const size = (of: unknown): bigint => amountOf(at(of, 'spec.resources.requests.storage')).nanos;
    if (size(claim) <= size(request.old)) return;
    const name = textAt(claim, 'spec.storageClassName');
    const key = { resource: resources.storageClasses, namespace: '', name };
    if (request.world.store.get<StorageClassObject>(key)?.allowVolumeExpansion) return;
    throw refused(
      request,
      claim,
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    );
  },
};
