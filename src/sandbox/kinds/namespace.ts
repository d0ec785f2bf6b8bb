import { ageColumn, nameColumn, textColumn } from './columns.ts';
import { builtIn } from './define.ts';
import { textAt } from './fields.ts';

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
export const namespace = builtIn({
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  namespaced: false,
  subresources: ['status', 'finalize'],
  columns: [nameColumn, textColumn('Status', (object) => textAt(object, 'status.phase')), ageColumn],
});
