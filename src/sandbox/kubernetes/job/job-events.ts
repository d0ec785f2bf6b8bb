import { recordEvent } from '../../controllers/record-event.ts';
import type { World } from '../../world.ts';
import type { JobObject } from '../workload/workload-objects.ts';
import type { JobVerdict } from './job-verdict.ts';
import type { JobView } from './job-view.ts';

/** The job controller, as events name it. */
export const jobComponent = 'job-controller';

/** Tells that a job was suspended, or goes on. */
export function tellSuspension(world: World, owner: JobObject): void {
  const [reason, message] = owner.spec?.suspend ? ['Suspended', 'Job suspended'] : ['Resumed', 'Job resumed'];
  recordEvent(world, owner, { reason, message, component: jobComponent });
}

/** Tells how a job has ended. */
export function tellEnd(world: World, owner: JobObject, { kind, reason, message }: JobVerdict): void {
  const text =
    kind === 'succeeded'
      ? { reason: 'Completed', message: 'Job completed' }
      : { type: 'Warning' as const, reason, message };
  recordEvent(world, owner, { ...text, component: jobComponent });
}

/** What the pods wait for in vain, said of the job too: it would wait for ever. */
export function tellUnsimulated(world: World, { job: owner, active }: JobView): void {
  const statuses = active.flatMap(({ status }) => status?.containerStatuses ?? []);
  const waiting = statuses.map(({ state }) => state.waiting as Waiting | undefined);
  const refusals = waiting.flatMap((one) => (isRefusal(one) ? [one.message] : []));
  const opaque = active.flatMap(({ metadata: { uid = '' }, spec }) =>
    (spec?.containers ?? []).flatMap(({ name }) => world.runtime.opaqueImage(uid, name) ?? []),
  );
  const endless = opaque.map(
    (image) => `sandbox: image "${image}" is opaque: nobody knows when and how it ends`,
  );
  for (const message of new Set([...refusals, ...endless]))
    recordEvent(world, owner, { type: 'Warning', reason: 'NotSimulated', message, component: jobComponent });
}

type Waiting = { readonly reason?: string; readonly message?: string };

/** A back-off repeats what was said before. */
const isRefusal = (waiting: Waiting | undefined): waiting is Waiting & { readonly message: string } =>
  waiting?.reason !== 'ImagePullBackOff' && waiting?.message?.startsWith('sandbox: ') === true;
