import { ageColumn, nameColumn, textColumn } from '../apiserver/columns.ts';
import { textAt } from '../apiserver/fields.ts';
import { builtIn } from './define.ts';

/** @see https://kubernetes.io/docs/concepts/architecture/leases/ */
export const lease = builtIn({
  group: 'coordination.k8s.io',
  kind: 'Lease',
  countsGenerations: false,
  columns: [nameColumn, textColumn('Holder', (object) => textAt(object, 'spec.holderIdentity')), ageColumn],
});
