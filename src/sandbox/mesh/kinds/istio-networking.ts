import { dateAgeColumn, nameColumn, pathColumn } from '../../apiserver/columns.ts';
import { customResource } from '../../kubernetes/define.ts';
import { destinationRuleRules, serviceEntryRules, workloadEntryRules } from './istio-networking-rules.ts';
import { refuseDestinationRule, refuseServiceEntry } from './istio-webhook.ts';

const family = {
  group: 'networking.istio.io',
  versions: ['v1', 'v1beta1', 'v1alpha3'],
  categories: ['istio-io', 'networking-istio-io'],
} as const;

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/ */
export const serviceEntry = customResource({
  ...family,
  kind: 'ServiceEntry',
  plural: 'serviceentries',
  shortNames: ['se'],
  validate: serviceEntryRules,
  refuse: refuseServiceEntry,
  columns: [
    nameColumn,
    pathColumn('Hosts', 'spec.hosts'),
    pathColumn('Location', 'spec.location'),
    pathColumn('Resolution', 'spec.resolution'),
    dateAgeColumn,
  ],
});

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/ */
export const destinationRule = customResource({
  ...family,
  kind: 'DestinationRule',
  plural: 'destinationrules',
  shortNames: ['dr'],
  validate: destinationRuleRules,
  refuse: refuseDestinationRule,
  columns: [nameColumn, pathColumn('Host', 'spec.host'), dateAgeColumn],
});

/** @see https://istio.io/latest/docs/reference/config/networking/workload-entry/ */
export const workloadEntry = customResource({
  ...family,
  kind: 'WorkloadEntry',
  plural: 'workloadentries',
  shortNames: ['we'],
  validate: workloadEntryRules,
  columns: [nameColumn, dateAgeColumn, pathColumn('Address', 'spec.address')],
});
