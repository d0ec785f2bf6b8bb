import { fieldsAt } from '../apiserver/fields.ts';
import { builtIn } from './define.ts';
import { defaultTemplate } from './pod/pod-defaults.ts';
import { podSpecRules } from './pod/pod-rules.ts';
import { templateWarnings } from './pod/pod-warnings.ts';

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-template-v1/ */
export const podTemplate = builtIn({
  kind: 'PodTemplate',
  validate: (object) => podSpecRules(fieldsAt(object, 'template.spec'), 'template.spec'),
  warnings: templateWarnings('template', false),
  default: (object) => ({ ...object, template: defaultTemplate(fieldsAt(object, 'template')) }),
});
