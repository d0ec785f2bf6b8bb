import { forbiddenField, invalid } from '../apiserver/admission/field-error.ts';
import { ageColumn, nameColumn, textColumn } from '../apiserver/columns.ts';
import { at, textAt } from '../apiserver/fields.ts';
import type { FieldError } from '../apiserver/kind.ts';
import type { KubeObject } from '../apiserver/store/object.ts';
import { builtIn } from './define.ts';

/** @see https://kubernetes.io/docs/concepts/architecture/leases/ */
export const lease = builtIn({
  group: 'coordination.k8s.io',
  kind: 'Lease',
  countsGenerations: false,
  validate: leaseRules,
  columns: [nameColumn, textColumn('Holder', (object) => textAt(object, 'spec.holderIdentity')), ageColumn],
});

/** @see https://github.com/kubernetes/kubernetes/blob/v1.33.1/pkg/apis/coordination/validation/validation.go */
function leaseRules(object: KubeObject): FieldError[] {
  const numberOf = (field: string): number | undefined => at(object, `spec.${field}`) as number | undefined;
  const seconds = numberOf('leaseDurationSeconds');
  const transitions = numberOf('leaseTransitions');
  return [
    ...(seconds !== undefined && seconds <= 0
      ? [invalid('spec.leaseDurationSeconds', seconds, 'must be greater than 0')]
      : []),
    ...(transitions !== undefined && transitions < 0
      ? [invalid('spec.leaseTransitions', transitions, 'must be greater than or equal to 0')]
      : []),
    ...(textAt(object, 'spec.preferredHolder') && !textAt(object, 'spec.strategy')
      ? [forbiddenField('spec.preferredHolder', 'may only be specified if `strategy` is defined')]
      : []),
  ];
}
