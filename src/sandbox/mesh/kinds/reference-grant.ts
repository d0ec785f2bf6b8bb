import { dateAgeColumn, nameColumn } from '../../apiserver/columns.ts';
import { customResource } from '../../kubernetes/define.ts';

/** @see https://gateway-api.sigs.k8s.io/api-types/referencegrant/ */
export const referenceGrant = customResource({
  group: 'gateway.networking.k8s.io',
  versions: ['v1beta1'],
  kind: 'ReferenceGrant',
  plural: 'referencegrants',
  shortNames: ['refgrant'],
  categories: ['gateway-api'],
  subresources: [],
  columns: [nameColumn, dateAgeColumn],
});
