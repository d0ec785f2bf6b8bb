import { controllerUser } from '../../apiserver/authentication/user.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { admitNew } from '../admit-new.ts';

/** Creates a pod for its owner and tells about it; false when the API server would refuse it. */
export function createPod(world: World, owner: KubeObject, pod: PodObject, component: string): boolean {
  const refusal = refusalOf(() => {
    const admitted = admitNew(world, resources.pods, pod, controllerUser(component));
    world.store.create(resources.pods, admitted);
  });
  if (refusal) {
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

function refusalOf(create: () => void): string | undefined {
  try {
    create();
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}
