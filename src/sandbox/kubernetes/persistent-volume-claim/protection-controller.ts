import type { Controller } from '../../controllers/controller.ts';
import { sameNamespace } from '../../controllers/keys.ts';
import { isFinished } from '../../mesh/enrolment.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import { claimNames } from './claims-of-pod.ts';
import { dropFinalizer } from './finalizers.ts';

/**
 * Lets a deleted claim go once no pod that has a node uses it.
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection
 */
export const claimProtection: Controller = {
  name: 'pvc-protection-controller',
  watches: [resources.persistentVolumeClaims, resources.pods],
  enqueue: sameNamespace(resources.persistentVolumeClaims),
  delay: 0.1,
  reconcile(key, world) {
    if (!world.store.get(key)?.metadata.deletionTimestamp) return undefined;
    const users = world.store.list<PodObject>(resources.pods, { namespace: key.namespace });
    const isUsed = users.some(
      (pod) => pod.spec?.nodeName && !isFinished(pod) && claimNames(pod).includes(key.name),
    );
    if (!isUsed) dropFinalizer(world, key, 'kubernetes.io/pvc-protection');
    return undefined;
  },
};
