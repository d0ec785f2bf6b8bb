import { beforeEach, expect, test } from 'vitest';
import { tlsOrigination } from '../../../../src/sandbox/mesh/destination.ts';
import type { MeshService, Waypoint } from '../../../../src/sandbox/mesh/model.ts';
import {
  policiesAtPod,
  policiesAtWaypoint,
  policiesAtZtunnel,
} from '../../../../src/sandbox/mesh/policies.ts';
import { serviceByHost } from '../../../../src/sandbox/mesh/registry.ts';
import { waypointOf } from '../../../../src/sandbox/mesh/waypoint.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import { app, type Mesh, shopMesh, waypoint } from './mesh.ts';

let mesh: Mesh;
let east: World;

beforeEach(() => {
  mesh = shopMesh();
  east = mesh.east;
});

const shop = (): MeshService => {
  const found = serviceByHost(east, 'shop.web.svc.cluster.local');
  if (!found) throw new Error('no shop');
  return found;
};

const bound = (): Waypoint => {
  const binding = shop().waypoint;
  if (binding.kind !== 'bound') throw new Error(`not bound: ${JSON.stringify(binding)}`);
  return binding.waypoint;
};

const policy = (name: string, spec: string, namespace = 'web'): string => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${name}, namespace: ${namespace}}
spec:
${spec}`;

const parameters = (spec: string): string => `
apiVersion: enterpriseagentgateway.solo.io/v1alpha1
kind: EnterpriseAgentgatewayParameters
metadata: {name: settings, namespace: web}
spec: ${spec}
---${waypoint(
  'way-by',
  '  infrastructure: {parametersRef: {group: enterpriseagentgateway.solo.io, kind: EnterpriseAgentgatewayParameters, name: settings}}',
)}`;

const peerAuthentication = (name: string, spec: string, namespace = 'web'): string => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: ${name}, namespace: ${namespace}}
spec: ${spec}`;

const strict = 'istio-system/istio_converted_static_strict';
const ofPorts = 'web/converted_peer_authentication_own';

test.each([
  ['of the mesh', [['all', '{mtls: {mode: STRICT}}', 'istio-system']], [strict], [strict]],
  ['that asks for nothing is shown all the same', [['near', '{mtls: {mode: PERMISSIVE}}']], [], [strict]],
  [
    'of the namespace wins over the mesh',
    [
      ['all', '{mtls: {mode: STRICT}}', 'istio-system'],
      ['near', '{mtls: {mode: PERMISSIVE}}'],
    ],
    [],
    [strict],
  ],
  [
    'of a workload may leave out a port',
    [
      ['near', '{mtls: {mode: STRICT}}'],
      ['own', '{selector: {matchLabels: {app: shop}}, portLevelMtls: {"8080": {mode: PERMISSIVE}}}'],
    ],
    [ofPorts],
    [ofPorts, strict],
  ],
  [
    'of a workload may be strict at one port',
    [['own', '{selector: {matchLabels: {app: shop}}, portLevelMtls: {"8080": {mode: STRICT}}}']],
    [ofPorts],
    [ofPorts, strict],
  ],
])('a PeerAuthentication %s', (_title, given, atPod, shown) => {
  mesh.apply(
    east,
    given.map(([name = '', spec = '', place]) => peerAuthentication(name, spec, place)).join('\n---'),
  );
  const names = (policies: readonly { namespace: string; name: string }[]) =>
    policies.map(({ namespace, name }) => `${namespace}/${name}`);
  expect(names(policiesAtPod(east, mesh.pod(east, 'shop')))).toEqual(atPod);
  expect(names(policiesAtZtunnel(east))).toEqual(shown);
});

test('ztunnel enforces what selects the pod, as far as it can see it', () => {
  const rule =
    '[{from: [{source: {principals: [a]}}], to: [{operation: {methods: [GET]}}]}, {from: [{source: {principals: [b]}}]}]';
  mesh.apply(
    east,
    [
      policy('allow', `  rules: ${rule}`),
      policy('deny', `  action: DENY\n  selector: {matchLabels: {app: shop}}\n  rules: ${rule}`),
      policy('other', '  selector: {matchLabels: {app: cart}}'),
      policy('targeted', '  targetRefs: [{group: "", kind: Service, name: shop}]'),
      policy('root', '  action: DENY\n  rules: []', 'istio-system'),
      policy('elsewhere', '  rules: []', 'default'),
    ].join('\n---'),
  );
  expect(policiesAtPod(east, mesh.pod(east, 'shop'))).toEqual([
    { namespace: 'istio-system', name: 'root', action: 'DENY', scope: 'Global', rules: [] },
    {
      namespace: 'web',
      name: 'allow',
      action: 'ALLOW',
      scope: 'Namespace',
      rules: [{ from: [{ source: { principals: ['b'] } }] }],
    },
    {
      namespace: 'web',
      name: 'deny',
      action: 'DENY',
      scope: 'WorkloadSelector',
      rules: [{ from: [{ source: { principals: ['a'] } }] }, { from: [{ source: { principals: ['b'] } }] }],
    },
  ]);
});

test('a waypoint enforces what targets the service, itself or nothing else', () => {
  mesh.apply(
    east,
    [
      waypoint('way-by'),
      policy('service', '  targetRefs: [{group: "", kind: Service, name: shop}]'),
      policy('gateway', '  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: way-by}]'),
      policy('typo', '  targetRefs: [{group: "", kind: Service, name: shopp}]'),
      policy('namespace', '  rules: []'),
    ].join('\n---'),
  );
  mesh.label(east, 'namespaces//web', { 'istio.io/use-waypoint': 'way-by' });
  expect(policiesAtWaypoint(east, bound(), shop()).map(({ name }) => name)).toEqual(['gateway', 'service']);
});

test("a Service is bound by its own label before its namespace's, and none is a way out", () => {
  mesh.apply(east, [waypoint('way-by'), waypoint('by-way')].join('\n---'));
  mesh.label(east, 'namespaces//web', { 'istio.io/use-waypoint': 'way-by' });
  expect(bound().gateway.metadata.name).toBe('way-by');
  mesh.label(east, 'services/web/shop', { 'istio.io/use-waypoint': 'by-way' });
  expect(bound().gateway.metadata.name).toBe('by-way');
  mesh.label(east, 'services/web/shop', { 'istio.io/use-waypoint': 'none' });
  expect(shop().waypoint).toEqual({ kind: 'none' });
  expect(serviceByHost(east, 'way-by.web.svc.cluster.local')?.waypoint).toEqual({ kind: 'none' });
});

test('pods are bound to waypoints for workloads only', () => {
  mesh.apply(east, waypoint('way-by'));
  const pod = mesh.pod(east, 'shop');
  const labelled = { ...pod, metadata: { ...pod.metadata, labels: { 'istio.io/use-waypoint': 'way-by' } } };
  expect(waypointOf(east, labelled)).toMatchObject({ kind: 'refused', reason: 'UnsupportedTrafficType' });
  mesh.label(east, 'gateways.gateway.networking.k8s.io/web/way-by', { 'istio.io/waypoint-for': 'all' });
  expect(waypointOf(east, labelled)).toMatchObject({ kind: 'bound' });
});

test('the ServiceEntry of a shared service is bound as the Service is', () => {
  mesh.apply(east, waypoint('way-by'));
  mesh.label(east, 'services/web/shop', {
    'solo.io/service-scope': 'global',
    'istio.io/use-waypoint': 'way-by',
  });
  expect(serviceByHost(east, 'shop.web.mesh.internal')?.waypoint).toMatchObject({ kind: 'bound' });
});

test.each([
  ['{istioClusterId: east, ca: {trustDomain: cluster.local}}', 'valid', undefined],
  [
    '{istioClusterId: west, ca: {trustDomain: cluster.local}}',
    'refused',
    'client claims to be in cluster "west", but we only know about local cluster "east" and remote clusters [west]',
  ],
  [
    '{ca: {trustDomain: cluster.local}}',
    'refused',
    'client claims to be in cluster "Kubernetes", but we only know about local cluster "east" and remote clusters [west]',
  ],
  [
    '{istioClusterId: east, ca: {trustDomain: example.local}}',
    'distrusted',
    'identity verification error: peer did not present the expected SAN (spiffe://cluster.local/ns/web/sa/way-by), got spiffe://example.local/ns/web/sa/way-by',
  ],
  [
    '{istioClusterId: east, ca: {address: "https://istiodd.istio-system.svc:15012"}}',
    'refused',
    'no certificate authority answers at https://istiodd.istio-system.svc:15012',
  ],
])('a waypoint with %s has credentials that are %s', (spec, kind, reason) => {
  mesh.apply(east, parameters(spec));
  mesh.label(east, 'namespaces//web', { 'istio.io/use-waypoint': 'way-by' });
  expect(bound().credentials).toMatchObject({ kind, ...(reason ? { reason } : {}) });
});

test('a waypoint of another network is told apart', () => {
  mesh.apply(
    east,
    waypoint('way-by').replace(
      'namespace: web}',
      'namespace: web, labels: {topology.istio.io/network: west}}',
    ),
  );
  mesh.label(east, 'namespaces//web', { 'istio.io/use-waypoint': 'way-by' });
  expect(bound().network).toBe('west');
});

test('TLS is opened where a DestinationRule of the client or of the service says so', () => {
  const rule = (namespace: string, host: string, mode: string): string => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${mode.toLowerCase()}, namespace: ${namespace}}
spec: {host: ${host}, trafficPolicy: {tls: {mode: ${mode}}}}`;
  mesh.apply(east, app('cart'));
  const tls = (client = 'web') => tlsOrigination(east, shop(), 80, client);
  expect(tls()).toEqual({ mode: 'none' });
  mesh.apply(east, rule('default', 'shop.web.svc.cluster.local', 'SIMPLE'));
  expect(tls()).toEqual({ mode: 'none' });
  expect(tls('default')).toMatchObject({ mode: 'simple', sni: 'shop.web.svc.cluster.local' });
  mesh.apply(east, rule('web', 'shop', 'SIMPLE'));
  expect(tls()).toMatchObject({ mode: 'simple', sni: 'shop.web.svc.cluster.local' });
  mesh.apply(east, rule('web', 'shop', 'SIMPLE').replace('mode: SIMPLE', 'mode: DISABLE'));
  expect(tls()).toEqual({ mode: 'none' });
});
