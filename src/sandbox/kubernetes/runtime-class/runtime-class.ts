import { invalid } from '../../apiserver/admission/field-error.ts';
import { labelNameProblems } from '../../apiserver/admission/names.ts';
import { textAt } from '../../apiserver/fields.ts';
import { builtIn } from '../define.ts';

/** @see https://kubernetes.io/docs/concepts/containers/runtime-class/ */
export const runtimeClass = builtIn({
  group: 'node.k8s.io',
  kind: 'RuntimeClass',
  countsGenerations: false,
  validate(object) {
    const handler = textAt(object, 'handler');
    return labelNameProblems(handler).map((problem) => invalid('handler', handler, problem));
  },
});
