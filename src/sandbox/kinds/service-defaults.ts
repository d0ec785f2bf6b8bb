import type { KubeObject } from '../store/object.ts';
import { fieldsAt, isFields, listAt, textAt } from './fields.ts';

/** @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec */
export function defaultService(service: KubeObject): KubeObject {
  const spec = fieldsAt(service, 'spec');
  const type = textAt(spec, 'type') || 'ClusterIP';
  const isExternal = type === 'ExternalName';
  const isExposed = type === 'LoadBalancer' || type === 'NodePort';
  return {
    ...service,
    spec: {
      sessionAffinity: 'None',
      ...(isExternal
        ? {}
        : { internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' }),
      ...(isExposed ? { externalTrafficPolicy: 'Cluster' } : {}),
      ...(type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
      ...spec,
      type,
      ...(spec.ports ? { ports: listAt(spec, 'ports').map(defaultPort) } : {}),
    },
    status: { loadBalancer: {}, ...fieldsAt(service, 'status') },
  };
}

const defaultPort = (port: unknown): unknown =>
  isFields(port) ? { protocol: 'TCP', targetPort: port.port, ...port } : port;
