import { ageColumn, nameColumn, textColumn, workloadColumns } from '../../apiserver/columns.ts';
import { at, fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';
import { timeSince } from '../../apiserver/human-duration.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { defaultTemplate } from '../pod/pod-defaults.ts';
import { templateWarnings } from '../pod/pod-warnings.ts';
import { cronJobRules } from './cron-job-rules.ts';

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ */
export const cronJob = builtIn({
  group: 'batch',
  kind: 'CronJob',
  default: defaultCronJob,
  warnings: templateWarnings('spec.jobTemplate.spec.template'),
  validate: cronJobRules,
  columns: [
    nameColumn,
    textColumn('Schedule', (object) => textAt(object, 'spec.schedule')),
    textColumn('Timezone', (object) => textAt(object, 'spec.timeZone') || '<none>'),
    { name: 'Suspend', type: 'boolean', cell: (object) => (at(object, 'spec.suspend') ? 'True' : 'False') },
    { name: 'Active', type: 'integer', cell: (object) => listAt(object, 'status.active').length },
    textColumn('Last Schedule', (object, now) => {
      const last = textAt(object, 'status.lastScheduleTime');
      return last ? timeSince(last, now) : '<none>';
    }),
    ageColumn,
    ...workloadColumns.map((column) => ({
      ...column,
      cell: (object: KubeObject, now: Date) =>
        column.cell({ ...object, spec: fieldsAt(object, 'spec.jobTemplate.spec') }, now),
    })),
  ],
});

function defaultCronJob(object: KubeObject): KubeObject {
  const spec = fieldsAt(object, 'spec');
  const template = fieldsAt(spec, 'jobTemplate');
  const jobSpec = fieldsAt(template, 'spec');
  return {
    ...object,
    spec: {
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      ...spec,
      jobTemplate: {
        ...template,
        metadata: fieldsAt(template, 'metadata'),
        spec: { ...jobSpec, template: defaultTemplate(fieldsAt(jobSpec, 'template')) },
      },
    },
    status: fieldsAt(object, 'status'),
  };
}
