import type { KubeObject } from '../../apiserver/store/object.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import { create } from '../../controllers/write.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';

/** Creates a pod for its owner and tells about it; false when the API server would refuse it. */
export function createPod(world: World, owner: KubeObject, pod: PodObject, component: string): boolean {
  const refusal = refusalOf(world, pod);
  if (refusal) {
    recordEvent(world, owner, {
      type: 'Warning',
      reason: 'FailedCreate',
      message: `Error creating: ${refusal}`,
      component,
    });
    return false;
  }
  create(world, resources.pods, pod);
  recordEvent(world, owner, {
    reason: 'SuccessfulCreate',
    message: `Created pod: ${pod.metadata.name}`,
    component,
  });
  return true;
}

function refusalOf(world: World, { metadata, spec }: PodObject): string | undefined {
  const { namespace = '', generateName = metadata.name } = metadata;
  const account = spec?.serviceAccountName ?? 'default';
  if (world.store.get({ resource: resources.serviceAccounts, namespace, name: account })) return undefined;
  return `pods "${generateName}" is forbidden: error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`;
}
