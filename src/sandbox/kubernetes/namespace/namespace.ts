import { labelNameProblems } from '../../apiserver/admission/names.ts';
import { ageColumn, nameColumn, textColumn } from '../../apiserver/columns.ts';
import { fieldsAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
export const namespace = builtIn({
  kind: 'Namespace',
  countsGenerations: false,
  nameProblems: labelNameProblems,
  selectable: ['status.phase'],
  default: defaultNamespace,
  columns: [nameColumn, textColumn('Status', (object) => textAt(object, 'status.phase')), ageColumn],
});

function defaultNamespace(object: KubeObject): KubeObject {
  const { metadata } = object;
  return {
    ...object,
    metadata: { ...metadata, labels: { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name } },
    spec: { finalizers: ['kubernetes'], ...fieldsAt(object, 'spec') },
    status: { phase: 'Active', ...fieldsAt(object, 'status') },
  };
}
