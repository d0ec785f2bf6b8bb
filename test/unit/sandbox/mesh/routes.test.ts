import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import type { AttachedRule } from '../../../../src/sandbox/mesh/model.ts';
import type { GatewayObject, HttpRouteObject } from '../../../../src/sandbox/mesh/objects.ts';
import { serviceByHost } from '../../../../src/sandbox/mesh/registry.ts';
import { byPrecedence } from '../../../../src/sandbox/mesh/route-order.ts';
import { routesOfListener, routesOfService } from '../../../../src/sandbox/mesh/routes.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import { app, type Mesh, shopMesh } from './mesh.ts';

let mesh: Mesh;
let east: World;

beforeEach(() => {
  mesh = shopMesh();
  east = mesh.east;
});

const route = (name: string, spec: string): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ${name}, namespace: web}
spec:
${spec}`;

const gateway = (listeners: string): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: way-in, namespace: web}
spec:
  gatewayClassName: enterprise-agentgateway
  listeners: ${listeners}`;

const ofService = (port = 80): readonly AttachedRule[] => {
  const service = serviceByHost(east, 'shop.web.svc.cluster.local');
  return service ? routesOfService(east, service, port) : [];
};

const ofListener = (port: number): readonly AttachedRule[] => {
  const key = { resource: 'gateways.gateway.networking.k8s.io', namespace: 'web', name: 'way-in' };
  const found = east.store.get<GatewayObject>(key);
  const listeners = found?.spec?.listeners?.filter((listener) => listener.port === port) ?? [];
  return listeners.flatMap((listener) => (found ? routesOfListener(east, found, listener) : []));
};

test('rules of a Service are those of its own namespace, the narrowest first', () => {
  mesh.apply(east, app('cart'));
  mesh.apply(
    east,
    route(
      'split',
      `  parentRefs: [{group: "", kind: Service, name: shop, port: 80}]
  rules:
  - backendRefs: [{name: cart, port: 80}]
  - matches: [{headers: [{name: who, value: me}]}]
    backendRefs: [{name: shop, port: 80, weight: 3}, {name: nobody, port: 80}]`,
    ),
  );
  const rules = ofService();
  expect(rules.map(({ match }) => match.headers?.[0]?.value)).toEqual(['me', undefined]);
  expect(rules[0]?.backends).toMatchObject([
    { weight: 3, port: 80, target: { kind: 'service', service: { name: 'shop' } } },
    { weight: 1, target: { kind: 'invalid', reason: 'BackendNotFound' } },
  ]);
  expect(ofService(81)).toEqual([]);
});

test('a route for a port that the Service does not have is not in force', () => {
  const parent = '  parentRefs: [{group: "", kind: Service, name: shop, port: 9081}]';
  mesh.apply(east, route('astray', `${parent}\n  rules: [{backendRefs: [{name: shop, port: 80}]}]`));
  expect(ofService()).toEqual([]);
});

test('a listener takes the routes whose host names it shares, the narrower host first', () => {
  mesh.apply(
    east,
    [
      gateway('[{name: http, port: 8080, protocol: HTTP, hostname: "*.example.com"}]'),
      route('wide', '  parentRefs: [{name: way-in}]\n  rules: [{backendRefs: [{name: shop, port: 80}]}]'),
      route(
        'narrow',
        '  parentRefs: [{name: way-in}]\n  hostnames: [a.example.com, b.example.org]\n  rules: [{backendRefs: [{name: shop, port: 80}]}]',
      ),
    ].join('\n---'),
  );
  expect(ofListener(8080).map(({ hostname, listener }) => [hostname, listener])).toEqual([
    ['a.example.com', 'http'],
    ['*.example.com', 'http'],
  ]);
  expect(ofListener(80)).toEqual([]);
});

test('precedence is an order, and an exact path comes before any prefix', () => {
  const some = fc.record(
    {
      hostname: fc.constantFrom('a.example', '*.example', 'long.name.example'),
      path: fc.record({
        type: fc.constantFrom('Exact', 'PathPrefix', 'RegularExpression'),
        value: fc.constantFrom('/', '/a', '/a/b'),
      }),
      method: fc.constantFrom('GET', 'POST'),
      headers: fc.array(fc.constant({ name: 'a', value: 'b' }), { maxLength: 3 }),
    },
    { requiredKeys: [] },
  );
  const toRule = ({ hostname, ...match }: { readonly hostname?: string }, index: number): AttachedRule => ({
    route: {
      apiVersion: '',
      kind: '',
      metadata: { name: `r${index % 2}`, namespace: 'web' },
    } as HttpRouteObject,
    rule: {},
    match: match as AttachedRule['match'],
    backends: [],
    ...(hostname ? { hostname } : {}),
  });
  fc.assert(
    fc.property(fc.array(some, { minLength: 3, maxLength: 3 }), (rules) => {
      const [a, b, c] = rules.map(toRule) as [AttachedRule, AttachedRule, AttachedRule];
      expect(Math.sign(byPrecedence(a, b))).toBe(-Math.sign(byPrecedence(b, a)) || 0);
      if (byPrecedence(a, b) <= 0 && byPrecedence(b, c) <= 0)
        expect(byPrecedence(a, c)).toBeLessThanOrEqual(0);
      const exact = { ...a, match: { ...a.match, path: { type: 'Exact', value: '/' } } };
      const prefix = { ...a, match: { ...a.match, path: { type: 'PathPrefix', value: '/a/long/one' } } };
      expect(byPrecedence(exact, prefix)).toBeLessThan(0);
    }),
  );
});
