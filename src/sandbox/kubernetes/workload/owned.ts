import type { KubeObject, OwnerReference } from '../../apiserver/store/object.ts';
import type { World } from '../../world.ts';

/** The reference that makes an object die with its owner. */
export const controllerReference = ({ apiVersion, kind, metadata }: KubeObject): OwnerReference => ({
  apiVersion,
  kind,
  name: metadata.name,
  uid: metadata.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
});

export const controllerOf = ({ metadata }: KubeObject): OwnerReference | undefined =>
  metadata.ownerReferences?.find(({ controller }) => controller);

/** Objects of one resource that an owner controls. */
export const controlled = <T extends KubeObject>(
  world: World,
  resource: string,
  { metadata }: KubeObject,
): readonly T[] =>
  world.store.list<T>(resource, {
    namespace: metadata.namespace ?? '',
    where: (object) => controllerOf(object)?.uid === metadata.uid,
  });
