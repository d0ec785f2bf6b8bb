import { invalidObject } from '../../apiserver/admission/field-error.ts';
import { controllerUser } from '../../apiserver/authentication/user.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { admitNew } from '../admit-new.ts';

/** Creates a pod for its owner and tells about it; false when the API server would refuse it, `onRefusal` hears why. */
export function createPod(
  world: World,
  owner: KubeObject,
  pod: PodObject,
  component: string,
  onRefusal?: (why: string) => void,
): boolean {
  const refusal = storePod(world, pod, component);
  if (refusal) {
    onRefusal?.(refusal);
    recordEvent(world, owner, {
      type: 'Warning',
      reason: 'FailedCreate',
      message: `Error creating: ${refusal}`,
      component,
    });
    return false;
  }
  recordEvent(world, owner, {
    reason: 'SuccessfulCreate',
    message: `Created pod: ${pod.metadata.name}`,
    component,
  });
  return true;
}

/** Creates a pod, without telling; gives why the API server would refuse it. */
export const storePod = (world: World, pod: PodObject, component: string): string | undefined =>
  refusalOf(() => {
    const admitted = admitNew(world, resources.pods, pod, controllerUser(component));
    const kind = world.kinds.byResource(resources.pods);
    const errors = kind?.validate?.(admitted) ?? [];
    if (kind && errors.length) throw invalidObject(kind, admitted.metadata.name, errors);
    world.store.create(resources.pods, admitted);
  });

/** Why the API server refuses something; undefined when it doesn't. */
export function refusalOf(create: () => void): string | undefined {
  try {
    create();
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}
