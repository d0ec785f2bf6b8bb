import { expect, test } from 'vitest';
import type { ServiceObject } from '../../../../src/sandbox/mesh/objects.ts';
import { TestClusters } from '../../../helpers/test-clusters.ts';

const balanced = (name: string, spec: string): string =>
  `{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: default }, spec: { type: LoadBalancer, ${spec} ports: [{ port: 80 }] } }\n---\n`;

test('a load balancer has the address that it asks for, and none that is not to be had', async () => {
  const clusters = new TestClusters();
  await clusters.apply(
    balanced('any', '') +
      balanced('asked', 'loadBalancerIP: 172.18.0.107,') +
      balanced('again', 'loadBalancerIP: 172.18.0.107,') +
      balanced('outside', 'loadBalancerIP: 192.0.2.1,') +
      balanced('own', 'loadBalancerClass: example.com/own,'),
  );
  const addressOf = (name: string) =>
    clusters.east.store.get<ServiceObject>({ resource: 'services', namespace: 'default', name })?.status
      ?.loadBalancer;
  expect(addressOf('any')?.ingress).toHaveLength(1);
  expect(addressOf('asked')?.ingress).toEqual([{ ip: '172.18.0.107', ipMode: 'VIP' }]);
  for (const name of ['again', 'outside', 'own']) expect(addressOf(name), name).toEqual({});
});

const ingress = (name: string, className: string): string =>
  `{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: ${name}, namespace: default }, spec: { ingressClassName: ${className}, defaultBackend: { service: { name: web, port: { number: 80 } } } } }\n---\n`;

test('an Ingress has an address as long as a controller of its class runs', async () => {
  const clusters = new TestClusters();
  const { east } = clusters;
  await clusters.apply(
    `{ apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: { name: nginx }, spec: { controller: k8s.io/ingress-nginx } }\n---\n${ingress('web', 'nginx')}${ingress('other', 'traefik')}`,
  );
  const addressOf = (name: string) =>
    east.store.get({ resource: 'ingresses.networking.k8s.io', namespace: 'default', name })?.status;
  expect(addressOf('web')).toEqual({ loadBalancer: {} });
  await clusters.apply(
    '{ apiVersion: v1, kind: Pod, metadata: { name: front, namespace: default }, spec: { containers: [{ name: c, image: "registry.k8s.io/ingress-nginx/controller:v1.12.2", args: [/nginx-ingress-controller, --publish-status-address=localhost] }] } }',
  );
  expect(addressOf('web')).toEqual({ loadBalancer: { ingress: [{ hostname: 'localhost' }] } });
  expect(addressOf('other')).toEqual({ loadBalancer: {} });
  await clusters.remove(east, 'pods', 'default/front');
  expect(addressOf('web')).toEqual({ loadBalancer: {} });
});

test('Endpoints have none of the pods that lack the port a Service names', async () => {
  const clusters = new TestClusters();
  const pod = (name: string, ports: string): string =>
    `{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: default, labels: { app: ${name} } }, spec: { containers: [{ name: c, image: nginx, ports: [${ports}] }] } }\n---\n`;
  const service = (name: string): string =>
    `{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: default }, spec: { selector: { app: ${name} }, ports: [{ port: 80, targetPort: http }] } }\n---\n`;
  await clusters.apply(
    pod('named', '{ name: http, containerPort: 80 }') + pod('other', '{ name: web, containerPort: 80 }'),
  );
  await clusters.apply(service('named') + service('other'));
  const subsetsOf = (name: string): unknown =>
    clusters.east.store.get({ resource: 'endpoints', namespace: 'default', name })?.subsets;
  expect(subsetsOf('named')).toEqual([
    expect.objectContaining({ ports: [expect.objectContaining({ port: 80 })] }),
  ]);
  expect(subsetsOf('other')).toEqual([]);
});
