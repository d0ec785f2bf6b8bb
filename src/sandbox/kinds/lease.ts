import { ageColumn, nameColumn, textColumn } from './columns.ts';
import { builtIn } from './define.ts';
import { textAt } from './fields.ts';

/** @see https://kubernetes.io/docs/concepts/architecture/leases/ */
export const lease = builtIn({
  group: 'coordination.k8s.io',
  kind: 'Lease',
  plural: 'leases',
  columns: [nameColumn, textColumn('Holder', (object) => textAt(object, 'spec.holderIdentity')), ageColumn],
});
