import { controllerUser } from '../../apiserver/authentication/user.ts';
import { fieldsAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import type { Controller } from '../../controllers/controller.ts';
import { sameResource } from '../../controllers/keys.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import { admitNew } from '../admit-new.ts';
import { controllerReference } from '../workload/owned.ts';

const name = 'ephemeral-volume-controller';

/**
 * Makes the claim of each generic ephemeral volume of a pod; it goes with the pod.
 * @see https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes
 */
export const ephemeralVolumes: Controller = {
  name,
  watches: [resources.pods],
  enqueue: sameResource(resources.pods),
  delay: 0.1,
  reconcile(key, world) {
    const pod = world.store.get<PodObject>(key);
    if (!pod || pod.metadata.deletionTimestamp) return undefined;
    for (const volume of pod.spec?.volumes ?? []) {
      if (!volume.ephemeral) continue;
      const template = fieldsAt(volume.ephemeral, 'volumeClaimTemplate');
      const claim: KubeObject = {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          ...fieldsAt(template, 'metadata'),
          name: `${pod.metadata.name}-${volume.name}`,
          namespace: key.namespace,
          ownerReferences: [controllerReference(pod)],
        },
        spec: fieldsAt(template, 'spec'),
      };
      if (world.store.get(keyOf(resources.persistentVolumeClaims, claim))) continue;
      const admitted = admitNew(world, resources.persistentVolumeClaims, claim, controllerUser(name));
      world.store.create(resources.persistentVolumeClaims, admitted);
    }
    return undefined;
  },
};
