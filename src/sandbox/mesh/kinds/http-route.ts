import { dateAgeColumn, nameColumn, pathColumn } from '../../apiserver/columns.ts';
import { customResource } from '../../kubernetes/define.ts';
import { httpRouteRules } from './http-route-rules.ts';

/** @see https://gateway-api.sigs.k8s.io/api-types/httproute/ */
export const httpRoute = customResource({
  group: 'gateway.networking.k8s.io',
  versions: ['v1', 'v1beta1'],
  kind: 'HTTPRoute',
  plural: 'httproutes',
  categories: ['gateway-api'],
  validate: httpRouteRules,
  columns: [nameColumn, pathColumn('Hostnames', 'spec.hostnames'), dateAgeColumn],
});
