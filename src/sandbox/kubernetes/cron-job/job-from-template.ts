import { controllerUser } from '../../apiserver/authentication/user.ts';
import { timestamp } from '../../apiserver/store/store.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { admitNew } from '../admit-new.ts';
import { refusalOf } from '../workload/create-pod.ts';
import { controllerReference } from '../workload/owned.ts';
import type { JobObject } from '../workload/workload-objects.ts';
import type { CronJobObject } from './cron-job-object.ts';

/** The name of the job of a time: with the minutes since 1970. */
export const jobName = ({ metadata }: CronJobObject, time: number): string =>
  `${metadata.name}-${Math.floor(time / 60_000)}`;

/** Creates the job of a time; gives why the API server refuses it. */
export function createJob(world: World, cron: CronJobObject, time: number): JobObject | string {
  const { metadata, spec } = cron.spec?.jobTemplate ?? {};
  const job: JobObject = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobName(cron, time),
      namespace: cron.metadata.namespace ?? '',
      uid: crypto.randomUUID(),
      ...(metadata?.labels ? { labels: metadata.labels } : {}),
      annotations: {
        ...metadata?.annotations,
        'batch.kubernetes.io/cronjob-scheduled-timestamp': timestamp(new Date(time)),
      },
      ownerReferences: [controllerReference(cron)],
    },
    spec: spec as JobObject['spec'] & object,
  };
  let created = job;
  const refusal = refusalOf(() => {
    const admitted = admitNew(world, resources.jobs, job, controllerUser('cronjob-controller'));
    created = world.store.create(resources.jobs, admitted) as JobObject;
  });
  return refusal ?? created;
}
