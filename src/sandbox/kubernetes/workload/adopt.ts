import type { KubeObject } from '../../apiserver/store/object.ts';
import { specSelector } from '../../apiserver/store/selectors.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import { isFinished } from '../../mesh/enrolment.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { controllerOf, controllerReference } from './owned.ts';

/** Takes in pods that an owner's selector fits and that nobody controls, and lets go of its own that it no longer fits. */
export function adoptAndRelease(
  world: World,
  owner: KubeObject & { readonly spec?: { readonly selector?: unknown } | undefined },
): void {
  const fits = specSelector(owner.spec?.selector as Parameters<typeof specSelector>[0]);
  const own = (pod: PodObject, ownerReferences: PodObject['metadata']['ownerReferences']): void => {
    world.store.mutate<PodObject>(keyOf(resources.pods, pod), (object) => ({
      ...object,
      metadata: { ...object.metadata, ownerReferences: ownerReferences ?? [] },
    }));
  };
  for (const pod of world.store.list<PodObject>(resources.pods, {
    namespace: owner.metadata.namespace ?? '',
  })) {
    const references = pod.metadata.ownerReferences ?? [];
    const isOwned = controllerOf(pod)?.uid === owner.metadata.uid;
    if (isOwned && !fits(pod))
      own(
        pod,
        references.filter(({ uid }) => uid !== owner.metadata.uid),
      );
    const isFree = !controllerOf(pod) && !pod.metadata.deletionTimestamp && !isFinished(pod);
    if (isFree && fits(pod)) own(pod, [...references, controllerReference(owner)]);
  }
}
