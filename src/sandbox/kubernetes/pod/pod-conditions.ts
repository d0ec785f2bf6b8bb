import { mergeConditions } from '../../controllers/conditions.ts';
import type { Condition, PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';

/** A pod's conditions as they are written: nobody ever probes them, and the API server shows that. */
export const mergePodConditions = (
  world: World,
  pod: PodObject,
  wanted: readonly Condition[],
): readonly Condition[] =>
  mergeConditions(world, pod.status?.conditions, wanted).map((one) => ({ lastProbeTime: null, ...one }));
