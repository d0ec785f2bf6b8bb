import { invalid, notSupported, required, tooLong } from '../../apiserver/admission/field-error.ts';
import { labelNameProblems } from '../../apiserver/admission/names.ts';
import { countRules } from '../../apiserver/admission/number-rules.ts';
import { at, type Fields, fieldsAt, isFields, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { podSpecRules } from '../pod/pod-rules.ts';
import { labelSelectorRules, templateLabelRules } from '../workload/workload-rules.ts';
import { generatedSelectorRules } from './job-selector.ts';
import { jobUpdateRules } from './job-update-rules.ts';
import { podFailurePolicyRules } from './pod-failure-policy-rules.ts';
import { successPolicyRules } from './success-policy-rules.ts';

/** What a job breaks. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/ */
export function jobRules(job: KubeObject, old: KubeObject | undefined): FieldError[] {
  const spec = fieldsAt(job, 'spec');
  const selector = spec.selector;
  return [
    ...generatedSelectorRules(job),
    ...jobTemplateRules(spec),
    ...(isFields(selector) ? labelSelectorRules(selector, 'spec.selector') : [required('spec.selector')]),
    ...templateLabelRules(job, selector),
    ...hostNameRules(job, spec),
    ...(old ? jobUpdateRules(spec, old) : []),
  ];
}

/** What the spec of a job breaks that needn't have a selector yet. */
export function jobTemplateRules(spec: Fields): FieldError[] {
  return [
    ...counts.flatMap((field) => countRules(spec[field], `spec.${field}`)),
    ...managerRules(spec),
    ...modeRules(spec),
    ...podFailurePolicyRules(spec),
    ...successPolicyRules(spec),
    ...replacementRules(spec),
    ...templateRules(spec),
  ];
}

const counts = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
];

/** Longest name of another controller. */
const longestManager = 63;

function managerRules({ managedBy }: Fields): FieldError[] {
  if (typeof managedBy !== 'string') return [];
  const field = 'spec.managedBy';
  const isPath = /^[^/]+\/.+$/.test(managedBy);
  return [
    ...(isPath ? [] : [invalid(field, managedBy, 'must be a domain-prefixed path (such as "acme.io/foo")')]),
    ...(managedBy.length > longestManager ? [tooLong(field, longestManager)] : []),
  ];
}

const modes = ['NonIndexed', 'Indexed'];

/** The most pods that an indexed job runs at a time. */
const highestParallelism = 100_000;

function modeRules(spec: Fields): FieldError[] {
  const mode = textAt(spec, 'completionMode');
  const unlimited =
    spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined
      ? [required('spec.backoffLimitPerIndex', 'when maxFailedIndexes is specified')]
      : [];
  if (!modes.includes(mode)) return [...unlimited, notSupported('spec.completionMode', mode, modes)];
  return [...unlimited, ...(mode === 'Indexed' ? indexedRules(spec) : plainRules(spec))];
}

const plainRules = (spec: Fields): FieldError[] =>
  ['backoffLimitPerIndex', 'maxFailedIndexes']
    .filter((field) => spec[field] !== undefined)
    .map((field) => invalid(`spec.${field}`, spec[field], 'requires indexed completion mode'));

function indexedRules({ completions, parallelism, maxFailedIndexes }: Fields): FieldError[] {
  const parallel = `must be less than or equal to ${highestParallelism} when completion mode is Indexed`;
  return [
    ...(completions === undefined ? [required('spec.completions', 'when completion mode is Indexed')] : []),
    ...(Number(parallelism) > highestParallelism ? [invalid('spec.parallelism', parallelism, parallel)] : []),
    ...(Number(maxFailedIndexes) > Number(completions)
      ? [invalid('spec.maxFailedIndexes', maxFailedIndexes, 'must be less than or equal to completions')]
      : []),
  ];
}

const replacements = ['Failed', 'TerminatingOrFailed'];

function replacementRules(spec: Fields): FieldError[] {
  const allowed = spec.podFailurePolicy === undefined ? replacements : ['Failed'];
  const policy = textAt(spec, 'podReplacementPolicy');
  return allowed.includes(policy) ? [] : [notSupported('spec.podReplacementPolicy', policy, allowed)];
}

const ending = ['OnFailure', 'Never'];

function templateRules(spec: Fields): FieldError[] {
  const field = 'spec.template.spec.restartPolicy';
  const policy = textAt(spec, 'template.spec.restartPolicy');
  return [
    ...podSpecRules(fieldsAt(spec, 'template.spec'), 'spec.template.spec'),
    ...(policy === 'Always' ? [required(field, 'valid values: "OnFailure", "Never"')] : []),
    ...(policy !== 'Always' && !ending.includes(policy) ? [notSupported(field, policy, ending)] : []),
    ...(policy === 'OnFailure' && spec.podFailurePolicy !== undefined
      ? [invalid(field, policy, 'only "Never" is supported when podFailurePolicy is specified')]
      : []),
  ];
}

/** The pods of an indexed job are hosts named after it and their index. */
function hostNameRules({ metadata: { name } }: KubeObject, spec: Fields): FieldError[] {
  const completions = at(spec, 'completions');
  if (spec.completionMode !== 'Indexed' || typeof completions !== 'number' || completions < 1) return [];
  const host = `${name}-${completions - 1}`;
  if (!labelNameProblems(host).length) return [];
  return [invalid('metadata.name', name, `will not able to create pod with invalid DNS label: ${host}`)];
}
