import { invalid, required } from '../../apiserver/admission/field-error.ts';
import { goLabelSelector, goStringMap } from '../../apiserver/admission/go-value.ts';
import { at, type Fields, fieldsAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { specSelector } from '../../apiserver/store/selectors.ts';

/** What tells a job's pods from all others: new names, and those of before 1.27. */
function generatedLabels({ metadata }: KubeObject): Readonly<Record<string, string>> {
  const uid = metadata.uid ?? '';
  return {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': metadata.name,
    'controller-uid': uid,
    'job-name': metadata.name,
  };
}

/**
 * A new job as it is stored: unless it selects its pods by hand, it gets a selector by its uid and its template the
 * labels for that. Labels that are there already stay, so that wrong ones can be refused.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#specifying-your-own-pod-selector
 */
export function withGeneratedSelector(job: KubeObject): KubeObject {
  const spec = fieldsAt(job, 'spec');
  return labelled(spec.manualSelector === true ? job : { ...job, spec: generated(job, spec) });
}

function generated(job: KubeObject, spec: Fields): Fields {
  const all = generatedLabels(job);
  const uid = { 'batch.kubernetes.io/controller-uid': all['batch.kubernetes.io/controller-uid'] };
  const template = fieldsAt(spec, 'template');
  const metadata = fieldsAt(template, 'metadata');
  const selector = fieldsAt(spec, 'selector');
  return {
    ...spec,
    selector: { ...selector, matchLabels: { ...uid, ...fieldsAt(selector, 'matchLabels') } },
    template: { ...template, metadata: { ...metadata, labels: { ...all, ...fieldsAt(metadata, 'labels') } } },
  };
}

/** A job without labels has those of its pods. */
function labelled(job: KubeObject): KubeObject {
  const labels = fieldsAt(job, 'spec.template.metadata.labels') as Record<string, string>;
  if (Object.keys(job.metadata.labels ?? {}).length || !Object.keys(labels).length) return job;
  return { ...job, metadata: { ...job.metadata, labels } };
}

/** Whether the selector is the generated one, unless it was chosen by hand. */
export function generatedSelectorRules(job: KubeObject): FieldError[] {
  const selector = at(job, 'spec.selector');
  if (at(job, 'spec.manualSelector') === true || selector === undefined) return [];
  const expected = generatedLabels(job);
  const labels = fieldsAt(job, 'spec.template.metadata.labels');
  const selected = { metadata: { name: '', labels: expected } } as unknown as KubeObject;
  const fits = specSelector(selector as Parameters<typeof specSelector>[0])(selected);
  return [
    ...legacyFirst(expected).flatMap(([name, value]) => labelRule(labels, name, value)),
    ...(fits ? [] : [invalid('spec.selector', goLabelSelector(selector), '`selector` not auto-generated')]),
  ];
}

const legacyFirst = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).sort(([a], [b]) => Number(a.includes('/')) - Number(b.includes('/')));

function labelRule(labels: Fields, name: string, expected: string): FieldError[] {
  const field = `spec.template.metadata.labels[${name}]`;
  const detail = `must be '${expected}'`;
  if (labels[name] === undefined) return [required(field, detail)];
  return labels[name] === expected ? [] : [invalid(field, goStringMap(labels), detail)];
}
