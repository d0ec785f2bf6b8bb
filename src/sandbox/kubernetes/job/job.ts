import {
  ageColumn,
  conditionStatus,
  nameColumn,
  textColumn,
  workloadColumns,
} from '../../apiserver/columns.ts';
import { at, type Fields, fieldsAt, isFields, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import { humanDuration, timeSince } from '../../apiserver/human-duration.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { defaultTemplate } from '../pod/pod-defaults.ts';
import { templateWarnings } from '../pod/pod-warnings.ts';
import { jobRules } from './job-rules.ts';
import { withGeneratedSelector } from './job-selector.ts';

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/job/ */
export const job = builtIn({
  group: 'batch',
  kind: 'Job',
  orphansByDefault: true,
  default: defaultJob,
  prepare: withGeneratedSelector,
  warnings: templateWarnings('spec.template'),
  validate: jobRules,
  columns: [
    nameColumn,
    textColumn('Status', statusOf),
    textColumn('Completions', completionsOf),
    textColumn('Duration', durationOf),
    ageColumn,
    ...workloadColumns,
  ],
});

/** How often pods of a job may fail, when nothing is said; with a limit for each index only that counts. */
const backoffLimit = 6;
const noLimit = 2 ** 31 - 1;

function defaultJob(object: KubeObject): KubeObject {
  const spec = fieldsAt(object, 'spec');
  const isPlain = spec.completions === undefined && spec.parallelism === undefined;
  return {
    ...object,
    spec: {
      ...(isPlain ? { completions: 1 } : {}),
      parallelism: 1,
      backoffLimit: spec.backoffLimitPerIndex === undefined ? backoffLimit : noLimit,
      completionMode: 'NonIndexed',
      manualSelector: false,
      podReplacementPolicy: spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
      suspend: false,
      ...spec,
      ...(isFields(spec.podFailurePolicy) ? { podFailurePolicy: defaultPolicy(spec.podFailurePolicy) } : {}),
      template: defaultTemplate(fieldsAt(spec, 'template')),
    },
  };
}

/** A condition that is only named is looked for as true. */
function defaultPolicy(policy: Fields): Fields {
  const rules = listAt(policy, 'rules').map((rule) =>
    at(rule, 'onPodConditions') === undefined || !isFields(rule)
      ? rule
      : {
          ...rule,
          onPodConditions: listAt(rule, 'onPodConditions').map((one) =>
            isFields(one) ? { status: 'True', ...one } : one,
          ),
        },
  );
  return { ...policy, rules };
}

/** What `kubectl get jobs` calls the state: the condition that says most. */
function statusOf(object: KubeObject): string {
  const has = (type: string): boolean => conditionStatus(object, type) === 'True';
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (object.metadata.deletionTimestamp) return 'Terminating';
  return ['Suspended', 'FailureTarget'].find(has) ?? 'Running';
}

function completionsOf(object: KubeObject): string {
  const succeeded = numberAt(object, 'status.succeeded');
  const completions = at(object, 'spec.completions');
  if (typeof completions === 'number') return `${succeeded}/${completions}`;
  const parallelism = numberAt(object, 'spec.parallelism');
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationOf(object: KubeObject, now: Date): string {
  const start = textAt(object, 'status.startTime');
  const end = textAt(object, 'status.completionTime');
  if (!start) return '';
  return end ? humanDuration(Date.parse(end) - Date.parse(start)) : timeSince(start, now);
}
