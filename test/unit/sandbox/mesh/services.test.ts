import { beforeEach, expect, test } from 'vitest';
import { deleteObject } from '../../../../src/sandbox/apiserver/store/delete.ts';
import { settle } from '../../../../src/sandbox/controllers/settle.ts';
import { resolve } from '../../../../src/sandbox/dataplane/resolve.ts';
import { crossNetwork } from '../../../../src/sandbox/mesh/cross.ts';
import { preferredEndpoints } from '../../../../src/sandbox/mesh/endpoints.ts';
import { isEnrolled, protocolOf } from '../../../../src/sandbox/mesh/enrolment.ts';
import { globalServices } from '../../../../src/sandbox/mesh/global.ts';
import type { MeshService } from '../../../../src/sandbox/mesh/model.ts';
import { networkOf } from '../../../../src/sandbox/mesh/network.ts';
import type { ServiceObject } from '../../../../src/sandbox/mesh/objects.ts';
import { meshServices, podByIp, serviceByHost, serviceByVip } from '../../../../src/sandbox/mesh/registry.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import { app, type Mesh, shopMesh } from './mesh.ts';

let mesh: Mesh;
let east: World;
let west: World;

beforeEach(() => {
  mesh = shopMesh();
  ({ east, west } = mesh);
});

const global = 'shop.web.mesh.internal';
const share = (world: World): void =>
  mesh.label(world, 'services/web/shop', { 'solo.io/service-scope': 'global' });
const service = (host: string): MeshService => {
  const found = serviceByHost(east, host);
  if (!found) throw new Error(`no service ${host}`);
  return found;
};
const counts = (host: string): string => {
  const { endpoints } = service(host);
  return `${endpoints.filter(({ healthy }) => healthy).length}/${endpoints.length}`;
};

test('a Service is known by host name and address, with its pods and their named ports', () => {
  const shop = service('shop.web.svc.cluster.local');
  const pod = mesh.pod(east, 'shop');
  expect(shop).toMatchObject({
    origin: 'Service',
    namespace: 'web',
    name: 'shop',
    waypoint: { kind: 'none' },
  });
  expect(shop.endpoints).toMatchObject([
    { kind: 'pod', address: pod.status?.podIP, healthy: true, network: 'east', ports: { 80: 8080 } },
  ]);
  expect(serviceByVip(east, shop.vips[0] ?? '')?.hostname).toBe('shop.web.svc.cluster.local');
  expect(podByIp(east, pod.status?.podIP ?? '')?.metadata.uid).toBe(pod.metadata.uid);
  expect(meshServices(east).map(({ name }) => name)).toContain('kubernetes');
});

test('a shared service has local pods and one endpoint for each cluster that shares it', () => {
  share(east);
  expect(counts(global)).toBe('1/1');
  share(west);
  expect(service(global)).toMatchObject({
    origin: 'Global',
    namespace: 'web',
    name: 'autogen.web.shop',
    vips: ['240.240.0.1', '2001:2::1'],
    distribution: 'PreferNetwork',
    endpoints: [
      { kind: 'pod' },
      {
        kind: 'remote',
        name: 'autogen.west.web.shop',
        network: 'west',
        gateway: { address: '172.18.0.120', port: 15008 },
      },
    ],
  });
  expect(
    preferredEndpoints(service(global), { world: east, pod: mesh.pod(east, 'shop') }).map(({ kind }) => kind),
  ).toEqual(['pod']);
  expect(counts('shop.web.svc.cluster.local')).toBe('1/1');
});

test('without local pods the other cluster is left, unless it has none either', () => {
  share(east);
  share(west);
  mesh.scale(east, 'shop', 0);
  expect(mesh.pod(east, 'shop').metadata.deletionTimestamp, 'a pod takes its time to end').toBeDefined();
  expect(
    preferredEndpoints(service(global), { world: east, pod: mesh.pod(east, 'shop') }).map(({ kind }) => kind),
  ).toEqual(['remote']);
  expect(counts(global)).toBe('1/1');
  expect(counts('shop.web.svc.cluster.local')).toBe('0/0');
  mesh.scale(west, 'shop', 0);
  expect(counts(global)).toBe('0/0');
});

test('a Service that publishes what is not ready has pods on their way out, and sends there', () => {
  east.store.mutate<ServiceObject>({ resource: 'services', namespace: 'web', name: 'shop' }, (object) => ({
    ...object,
    spec: { ...object.spec, publishNotReadyAddresses: true },
  }));
  mesh.scale(east, 'shop', 0);
  expect(counts('shop.web.svc.cluster.local')).toBe('0/1');
  expect(
    preferredEndpoints(service('shop.web.svc.cluster.local'), { world: east, pod: mesh.pod(east, 'shop') }),
  ).toMatchObject([{ kind: 'pod' }]);
  const where = ({ metadata }: { metadata: { name: string } }) => metadata.name.startsWith('shop');
  expect(east.store.list('endpointslices.discovery.k8s.io', { namespace: 'web', where })).toMatchObject([
    { endpoints: [{ conditions: { ready: true, serving: true, terminating: true } }] },
  ]);
  expect(east.store.list('endpoints', { namespace: 'web', where })).toMatchObject([
    { subsets: [{ addresses: [{ targetRef: { kind: 'Pod' } }] }] },
  ]);
});

test('distribution Any takes all clusters', () => {
  share(east);
  share(west);
  east.store.mutate({ resource: 'services', namespace: 'web', name: 'shop' }, (object) => ({
    ...object,
    metadata: { ...object.metadata, annotations: { 'networking.istio.io/traffic-distribution': 'Any' } },
  }));
  expect(
    preferredEndpoints(service(global), { world: east, pod: mesh.pod(east, 'shop') }).map(({ kind }) => kind),
  ).toEqual(['pod', 'remote']);
});

test('taking over gives the local name the remote endpoints too', () => {
  share(west);
  mesh.label(east, 'services/web/shop', {
    'solo.io/service-scope': 'global',
    'solo.io/service-takeover': 'true',
  });
  expect(counts('shop.web.svc.cluster.local')).toBe('2/2');
});

test('a namespace shares all its Services, and a Service may opt out', () => {
  mesh.apply(east, app('cart'));
  mesh.label(east, 'namespaces//web', { 'solo.io/service-scope': 'global' });
  mesh.label(east, 'services/web/cart', { 'solo.io/service-scope': 'cluster' });
  expect(globalServices(east).map(({ name, clusters }) => [name, clusters])).toEqual([['shop', ['east']]]);
});

test('the entry stays as long as some cluster shares the service', () => {
  share(east);
  share(west);
  mesh.label(east, 'services/web/shop', { 'solo.io/service-scope': undefined });
  expect(counts(global)).toBe('1/1');
  mesh.label(west, 'services/web/shop', { 'solo.io/service-scope': undefined });
  expect(serviceByHost(east, global)).toBeUndefined();
});

test('nothing is shared without a licence, or once the gateway of the other side is down', () => {
  share(west);
  expect(serviceByHost(east, global)).toBeDefined();
  deleteObject(west.store, {
    resource: 'gateways.gateway.networking.k8s.io',
    namespace: 'istio-eastwest',
    name: 'istio-eastwest',
  });
  for (const world of [west, east]) settle(world);
  expect(serviceByHost(east, global)).toBeUndefined();
  share(east);
  deleteObject(east.store, { resource: 'secrets', namespace: 'istio-system', name: 'solo-istio-license' });
  settle(east);
  expect(globalServices(east)).toEqual([]);
});

test('a connection to another network comes out at the Service that is shared there', () => {
  share(east);
  expect(crossNetwork(east, 'west', service(global))).toMatchObject({
    kind: 'stopped',
    reason: 'shop.web.mesh.internal is not shared by west',
  });
  share(west);
  expect(crossNetwork(east, 'west', service(global))).toMatchObject({
    kind: 'crossed',
    service: { hostname: 'shop.web.svc.cluster.local', endpoints: [{ kind: 'pod', network: 'west' }] },
  });
  expect(crossNetwork(east, 'north', service(global))).toMatchObject({
    reason: 'no gateway for network north',
  });
});

test("the network of a pod is its own label, its namespace's, or its cluster's", () => {
  expect(networkOf(east, mesh.pod(east, 'shop'))).toBe('east');
  mesh.label(east, 'namespaces//web', { 'topology.istio.io/network': 'west' });
  expect(networkOf(east, mesh.pod(east, 'shop'))).toBe('west');
});

test('pods are in the mesh by their namespace, unless they say otherwise', () => {
  const pod = mesh.pod(east, 'shop');
  expect([isEnrolled(east, pod), protocolOf(east, pod)]).toEqual([true, 'HBONE']);
  const out = { ...pod, metadata: { ...pod.metadata, labels: { 'istio.io/dataplane-mode': 'none' } } };
  expect([isEnrolled(east, out), protocolOf(east, out)]).toEqual([false, 'TCP']);
  mesh.label(east, 'namespaces//web', { 'istio.io/dataplane-mode': 'ambiant' });
  expect(isEnrolled(east, pod)).toBe(false);
});

test('names resolve as the search domains say, those of the mesh only inside it', () => {
  share(east);
  mesh.apply(east, entry('shop.example'));
  const pod = mesh.pod(east, 'shop');
  const vip = service('shop.web.svc.cluster.local').vips;
  for (const name of ['shop', 'shop.web', 'shop.web.svc', 'shop.web.svc.cluster.local'])
    expect(resolve(east, pod, name), name).toEqual(vip);
  expect(resolve(east, pod, global)).toEqual(['240.240.0.1', '2001:2::1']);
  expect(resolve(east, pod, 'shop.example')).toEqual(['240.240.0.2', '2001:2::2']);
  expect(resolve(east, pod, 'nobody')).toBeUndefined();
  mesh.label(east, 'namespaces//web', { 'istio.io/dataplane-mode': undefined });
  expect(resolve(east, pod, 'shop')).toEqual(vip);
  expect(resolve(east, pod, global)).toBeUndefined();
  expect(resolve(east, pod, 'shop.example')).toBeUndefined();
});

test('entries that are not exported are only known at home', () => {
  mesh.apply(east, entry('shop.example', 'exportTo: ["."]'));
  const stranger = mesh.pod(east, 'shop');
  const elsewhere = { ...stranger, metadata: { ...stranger.metadata, namespace: 'agentgateway-system' } };
  expect(resolve(east, stranger, 'shop.example')).toBeDefined();
  expect(resolve(east, elsewhere, 'shop.example')).toBeUndefined();
});

const entry = (host: string, more = ''): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: ${host}, namespace: web}
spec:
  hosts: [${host}]
  ports: [{number: 80, name: http, protocol: HTTP, targetPort: 443}]
  resolution: DNS
  ${more}`;
