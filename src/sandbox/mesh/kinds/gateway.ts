import {
  conditionColumn,
  dateAgeColumn,
  nameColumn,
  pathColumn,
  textColumn,
  wide,
} from '../../apiserver/columns.ts';
import { listAt, textAt } from '../../apiserver/fields.ts';
import { customResource } from '../../kubernetes/define.ts';
import { gatewayClassRules, gatewayRules } from './gateway-rules.ts';

/** @see https://gateway-api.sigs.k8s.io/api-types/gateway/ */
export const gateway = customResource({
  group: 'gateway.networking.k8s.io',
  versions: ['v1', 'v1beta1'],
  kind: 'Gateway',
  plural: 'gateways',
  shortNames: ['gtw'],
  validate: gatewayRules,
  categories: ['gateway-api'],
  columns: [
    nameColumn,
    pathColumn('Class', 'spec.gatewayClassName'),
    textColumn('Address', (object) => textAt(listAt(object, 'status.addresses')[0], 'value')),
    conditionColumn('Programmed', 'Programmed'),
    dateAgeColumn,
  ],
});

/** @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/ */
export const gatewayClass = customResource({
  group: 'gateway.networking.k8s.io',
  versions: ['v1', 'v1beta1'],
  kind: 'GatewayClass',
  plural: 'gatewayclasses',
  shortNames: ['gc'],
  validate: gatewayClassRules,
  categories: ['gateway-api'],
  namespaced: false,
  columns: [
    nameColumn,
    pathColumn('Controller', 'spec.controllerName'),
    conditionColumn('Accepted', 'Accepted'),
    dateAgeColumn,
    wide(pathColumn('Description', 'spec.description')),
  ],
});
