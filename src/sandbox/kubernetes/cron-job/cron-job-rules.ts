import { invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { countRules } from '../../apiserver/admission/number-rules.ts';
import { at, fieldsAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { jobTemplateRules } from '../job/job-rules.ts';
import { CronError } from './cron-field.ts';
import { parseSchedule } from './schedule.ts';
import { isTimeZone } from './zoned-time.ts';

/** Longest name: the controller adds 11 characters for the time of a job. */
const longestName = 52;

const policies = ['Allow', 'Forbid', 'Replace'];
const counts = ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'];

/** What a job gets when it is made, which its template needn't say. */
const jobDefaults = { completionMode: 'NonIndexed', podReplacementPolicy: 'Failed' };

/** What a CronJob breaks. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/cron-job-v1/ */
export function cronJobRules(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const { name } = object.metadata;
  const policy = textAt(object, 'spec.concurrencyPolicy');
  const zone = at(object, 'spec.timeZone');
  return [
    ...scheduleRules(textAt(object, 'spec.schedule')),
    ...(old && at(old, 'spec.timeZone') === zone ? [] : zoneRules(zone)),
    ...(policies.includes(policy) ? [] : [notSupported('spec.concurrencyPolicy', policy, policies)]),
    ...jobTemplateRules({ ...jobDefaults, ...fieldsAt(object, 'spec.jobTemplate.spec') }).map(inTemplate),
    ...counts.flatMap((field) => countRules(at(object, `spec.${field}`), `spec.${field}`)),
    ...(!old && name.length > longestName
      ? [invalid('metadata.name', name, `must be no more than ${longestName} characters`)]
      : []),
  ];
}

function scheduleRules(schedule: string): FieldError[] {
  const field = 'spec.schedule';
  if (!schedule) return [required(field)];
  if (schedule.includes('TZ'))
    return [invalid(field, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')];
  try {
    parseSchedule(schedule);
    return [];
  } catch (error) {
    if (error instanceof CronError) return [invalid(field, schedule, error.message)];
    throw error;
  }
}

function zoneRules(zone: unknown): FieldError[] {
  if (typeof zone !== 'string') return [];
  const field = 'spec.timeZone';
  if (!zone) return [invalid(field, zone, 'timeZone must be nil or non-empty string')];
  return isTimeZone(zone) ? [] : [invalid(field, zone, `unknown time zone ${zone}`)];
}

/** An error of a job, where the template of one is. */
const inTemplate = ({ field, reason, message }: FieldError): FieldError => ({
  field: field.replace(/^spec/, 'spec.jobTemplate.spec'),
  reason,
  message: message.replace(/^spec/, 'spec.jobTemplate.spec'),
});
