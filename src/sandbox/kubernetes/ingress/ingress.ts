import { ageColumn, firstThree, nameColumn, textColumn } from '../../apiserver/columns.ts';
import { fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { classAnnotation } from '../../mesh/ingress-objects.ts';
import { builtIn } from '../define.ts';
import { ingressRules } from './ingress-rules.ts';

const hosts = (object: KubeObject): string =>
  firstThree(
    listAt(object, 'spec.rules')
      .map((rule) => textAt(rule, 'host'))
      .filter(Boolean),
    '*',
  );

const address = (object: KubeObject): string =>
  listAt(object, 'status.loadBalancer.ingress')
    .map((one) => textAt(one, 'ip') || textAt(one, 'hostname'))
    .join(',');

/** Nothing happens to one until a controller of its class runs. @see https://kubernetes.io/docs/concepts/services-networking/ingress/ */
export const ingress = builtIn({
  group: 'networking.k8s.io',
  kind: 'Ingress',
  default: (object) => ({ ...object, status: { loadBalancer: {}, ...fieldsAt(object, 'status') } }),
  validate: ingressRules,
  columns: [
    nameColumn,
    textColumn(
      'Class',
      (object) =>
        textAt(object, 'spec.ingressClassName') || object.metadata.annotations?.[classAnnotation] || '<none>',
    ),
    textColumn('Hosts', hosts),
    textColumn('Address', address),
    textColumn('Ports', (object) => (listAt(object, 'spec.tls').length ? '80, 443' : '80')),
    ageColumn,
  ],
});
