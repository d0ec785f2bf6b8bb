import { deleteObject } from '../../apiserver/store/delete.ts';
import type { Controller } from '../../controllers/controller.ts';
import { sameResource } from '../../controllers/keys.ts';
import { resources } from '../../mesh/resources.ts';
import type { JobObject } from '../workload/workload-objects.ts';
import { finalCondition } from './job-status.ts';

/** Deletes jobs a while after they have ended. @see https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/ */
export const ttlAfterFinished: Controller = {
  name: 'ttl-after-finished-controller',
  watches: [resources.jobs],
  enqueue: sameResource(resources.jobs),
  reconcile(key, world) {
    const job = world.store.get<JobObject>(key);
    const seconds = job?.spec?.ttlSecondsAfterFinished;
    const finished = job && finalCondition(job);
    if (!job || seconds === undefined || !finished || job.metadata.deletionTimestamp) return undefined;
    const dueMs = Date.parse(finished.lastTransitionTime ?? '') + seconds * 1000;
    const leftMs = dueMs - world.clock.now().getTime();
    if (leftMs > 0) return { requeueAfterMs: leftMs };
    deleteObject(world.store, key, { propagationPolicy: 'Foreground' });
    return undefined;
  },
};
