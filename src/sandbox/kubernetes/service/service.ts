import { invalidObject } from '../../apiserver/admission/field-error.ts';
import { serviceNameProblems } from '../../apiserver/admission/names.ts';
import { ageColumn, formatLabels, nameColumn, textColumn, wide } from '../../apiserver/columns.ts';
import { at, fieldsAt, isFields, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { clusterIpErrors, foreignFamilies } from './cluster-ip-rules.ts';
import { withoutIdleFields } from './idle-fields.ts';
import { assignAddresses, withBothAddresses, withFamilies } from './service-addresses.ts';
import { serviceRules } from './service-rules.ts';
import { serviceWarnings } from './service-warnings.ts';

/** @see https://kubernetes.io/docs/concepts/services-networking/service/ */
export const service = builtIn({
  kind: 'Service',
  default: defaultService,
  allocate,
  nameProblems: serviceNameProblems,
  countsGenerations: false,
  selectable: ['spec.clusterIP', 'spec.type'],
  validate: serviceRules,
  warnings: serviceWarnings,
  columns: [
    nameColumn,
    textColumn('Type', (object) => textAt(object, 'spec.type')),
    textColumn('Cluster-IP', (object) => textAt(object, 'spec.clusterIP') || '<none>'),
    textColumn('External-IP', externalAddress),
    textColumn('Port(s)', ports),
    ageColumn,
    wide(textColumn('Selector', (object) => formatLabels(at(object, 'spec.selector')))),
  ],
});

function externalAddress(object: KubeObject): string {
  if (textAt(object, 'spec.type') === 'ExternalName') return textAt(object, 'spec.externalName');
  const assigned = listAt(object, 'status.loadBalancer.ingress').map(
    (ingress) => textAt(ingress, 'ip') || textAt(ingress, 'hostname'),
  );
  const isBalanced = textAt(object, 'spec.type') === 'LoadBalancer';
  const shown = [...(isBalanced ? [...new Set(assigned)].sort() : []), ...listAt(object, 'spec.externalIPs')];
  return shown.join(',') || (isBalanced ? '<pending>' : '<none>');
}

function ports(object: KubeObject): string {
  const shown = listAt(object, 'spec.ports').map((port) => {
    const nodePort = numberAt(port, 'nodePort');
    return `${numberAt(port, 'port')}${nodePort ? `:${nodePort}` : ''}/${textAt(port, 'protocol')}`;
  });
  return shown.join(',') || '<none>';
}

/** Of addresses that can't be, nothing is allocated, and nothing else is said. */
function allocate(
  given: KubeObject,
  others: readonly KubeObject[] | undefined,
  old: KubeObject | undefined,
): KubeObject {
  const object = withBothAddresses(withoutIdleFields(given, old), old);
  const spec = fieldsAt(object, 'spec');
  const wrong = clusterIpErrors(spec);
  const errors = wrong.length ? wrong : foreignFamilies(spec);
  if (errors.length) throw invalidObject(service, object.metadata.name, errors);
  return assignAddresses(object, others, old);
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec */
function defaultService(service: KubeObject): KubeObject {
  const { sessionAffinityConfig: config, ...given } = fieldsAt(service, 'spec');
  // Without affinity there is nothing to configure.
  const isSticky = textAt(given, 'sessionAffinity') === 'ClientIP';
  const spec = isSticky && config !== undefined ? { ...given, sessionAffinityConfig: config } : given;
  const type = textAt(spec, 'type') || 'ClusterIP';
  const isExternal = type === 'ExternalName';
  const isExposed = type === 'LoadBalancer' || type === 'NodePort';
  const clusterIP = textAt(spec, 'clusterIP');
  return withFamilies({
    ...service,
    spec: {
      sessionAffinity: 'None',
      ...(clusterIP ? { clusterIPs: [clusterIP] } : {}),
      ...(isExternal ? {} : { internalTrafficPolicy: 'Cluster' }),
      ...(isExposed ? { externalTrafficPolicy: 'Cluster' } : {}),
      ...(type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
      ...(isSticky ? { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } } : {}),
      ...spec,
      type,
      ...(spec.ports ? { ports: listAt(spec, 'ports').map(defaultPort) } : {}),
    },
    status: { loadBalancer: {}, ...fieldsAt(service, 'status') },
  });
}

const defaultPort = (port: unknown): unknown =>
  isFields(port) ? { protocol: 'TCP', targetPort: port.port, ...port } : port;
