import { ageColumn, firstThree, nameColumn, textColumn } from '../../apiserver/columns.ts';
import { at, listAt, textAt } from '../../apiserver/fields.ts';
import { builtIn } from '../define.ts';

/** @see https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/ */
export const endpointSlice = builtIn({
  group: 'discovery.k8s.io',
  kind: 'EndpointSlice',
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
