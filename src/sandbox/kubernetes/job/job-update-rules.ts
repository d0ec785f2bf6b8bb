import { invalid } from '../../apiserver/admission/field-error.ts';
import { GoText, goLabelSelector } from '../../apiserver/admission/go-value.ts';
import { immutable } from '../../apiserver/admission/object-meta-rules.ts';
import { at, type Fields, fieldsAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

/** What of a job that is there may not change any more: nearly all but how many pods run at a time. */
export function jobUpdateRules(spec: Fields, job: KubeObject): FieldError[] {
  const old = fieldsAt(job, 'spec');
  const isWaiting = old.suspend === true && at(job, 'status.startTime') === undefined;
  const template = isWaiting ? fixedPart(spec, old) : spec.template;
  return [
    ...completionsRules(spec, old),
    ...immutable('spec.selector', spec.selector, old.selector, goLabelSelector(spec.selector)),
    ...immutable('spec.template', template, old.template, new GoText('core.PodTemplateSpec{…}')),
    ...['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'].flatMap(
      (field) => immutable(`spec.${field}`, spec[field], old[field]),
    ),
  ];
}

/** An indexed job may grow or shrink, as long as all of its pods run at a time. */
function completionsRules(spec: Fields, old: Fields): FieldError[] {
  if (spec.completionMode !== 'Indexed') {
    return immutable('spec.completions', spec.completions, old.completions);
  }
  const isSame = spec.completions === old.completions || spec.completions === undefined;
  return isSame || spec.completions === spec.parallelism
    ? []
    : [invalid('spec.completions', spec.completions, 'can only be modified in tandem with spec.parallelism')];
}

const placement = ['nodeSelector', 'tolerations', 'schedulingGates'];

/** While a job is suspended that never ran, where its pods may run, and their labels, can be changed. */
function fixedPart(spec: Fields, old: Fields): Fields {
  const template = fieldsAt(spec, 'template');
  const before = fieldsAt(old, 'template.spec');
  const oldMetadata = fieldsAt(old, 'template.metadata');
  return {
    ...template,
    metadata: withFieldsOf(oldMetadata, fieldsAt(template, 'metadata'), ['labels', 'annotations']),
    spec: withFieldsOf(before, fieldsAt(template, 'spec'), placement),
  };
}

/** An object with some of its fields as another one has them, or has them not. */
function withFieldsOf(from: Fields, to: Fields, names: readonly string[]): Fields {
  const kept = Object.entries(from).filter(([name]) => names.includes(name));
  const rest = Object.entries(to).filter(([name]) => !names.includes(name));
  return Object.fromEntries([...rest, ...kept]);
}
