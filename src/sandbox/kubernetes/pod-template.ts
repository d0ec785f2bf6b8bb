import { fieldsAt } from '../apiserver/fields.ts';
import { builtIn } from './define.ts';
import { defaultTemplate } from './pod/pod-defaults.ts';

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-template-v1/ */
export const podTemplate = builtIn({
  kind: 'PodTemplate',
  default: (object) => ({ ...object, template: defaultTemplate(fieldsAt(object, 'template')) }),
});
