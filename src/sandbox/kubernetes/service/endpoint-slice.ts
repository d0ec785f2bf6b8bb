import { ageColumn, firstThree, nameColumn, textColumn } from '../../apiserver/columns.ts';
import { at, fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { endpointSliceRules } from './endpoint-rules.ts';

/** @see https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/ */
export const endpointSlice = builtIn({
  group: 'discovery.k8s.io',
  kind: 'EndpointSlice',
  default: filled,
  validate: endpointSliceRules,
  columns: [
    nameColumn,
    textColumn('AddressType', (object) => textAt(object, 'addressType')),
    textColumn('Ports', (object) =>
      firstThree(
        listAt(object, 'ports').map((port) => String(at(port, 'port') ?? '*')),
        '<unset>',
      ),
    ),
    textColumn('Endpoints', (object) =>
      firstThree(
        listAt(object, 'endpoints').flatMap((endpoint) => listAt(endpoint, 'addresses').map(String)),
        '<unset>',
      ),
    ),
    ageColumn,
  ],
});

/** @see https://github.com/kubernetes/kubernetes/blob/v1.33.1/pkg/apis/discovery/v1/defaults.go */
function filled(object: KubeObject): KubeObject {
  const endpoints = listAt(object, 'endpoints').map((endpoint) => ({
    conditions: {},
    ...fieldsAt({ endpoint }, 'endpoint'),
  }));
  const ports = listAt(object, 'ports').map((port) => ({
    name: '',
    protocol: 'TCP',
    ...fieldsAt({ port }, 'port'),
  }));
  return { ...object, endpoints, ...(at(object, 'ports') === undefined ? {} : { ports }) } as KubeObject;
}
