import { beforeAll, expect, test } from 'vitest';
import { runIstioctl } from '../../../../helpers/run-istioctl.ts';
import type { TestClusters } from '../../../../helpers/test-clusters.ts';
import { openShop } from '../../dataplane/shop.ts';

const gateway = (name: string, spec: string) =>
  `{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: ${name}, namespace: shop }, spec: ${spec} }`;

const policy = (name: string, spec: string, annotations = '{}') =>
  `{ apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: { name: ${name}, namespace: shop, annotations: ${annotations} }, spec: ${spec} }`;

const target = (kind: string, name: string) =>
  `targetRefs: [{ group: ${kind === 'Gateway' ? 'gateway.networking.k8s.io' : '""'}, kind: ${kind}, name: ${name} }]`;

const oneRule = 'rules: [{ to: [{ operation: { methods: [GET] } }] }]';

let clusters: TestClusters;

beforeAll(async () => {
  clusters = await openShop();
  await clusters.apply(
    [
      gateway(
        'guard',
        '{ gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }',
      ),
      gateway('door', '{ gatewayClassName: istio, listeners: [{ name: web, port: 80, protocol: HTTP }] }'),
      policy('readers', `{ ${target('Service', 'ratings')}, ${oneRule} }`),
      policy('nobody', `{ ${target('Gateway', 'guard')} }`),
      policy('never', `{ action: DENY, ${target('Gateway', 'guard')}, rules: [{}, {}] }`),
      policy('noted', `{ action: AUDIT, ${target('Service', 'ratings')}, ${oneRule} }`),
      policy('elsewhere', `{ ${target('Service', 'details')}, ${oneRule} }`),
      policy('callers', `{ selector: { matchLabels: { app: front } }, ${oneRule} }`),
      policy('all', '{ rules: [{}] }'),
      policy(
        'tried',
        `{ action: DENY, ${target('Gateway', 'door')}, rules: [{}] }`,
        '{ istio.io/dry-run: "true" }',
      ),
    ].join('\n---\n'),
  );
  await clusters.label(clusters.east, 'services', 'shop/ratings', { 'istio.io/use-waypoint': 'guard' });
});

const check = (...words: readonly string[]) => runIstioctl(clusters, ['x', 'authz', 'check', ...words]);

test('a waypoint has the policies of the services behind it, and those that target itself', async () => {
  const { code, stdout } = await check('deploy/guard', '-n', 'shop');
  expect(stdout).toBe(
    [
      'ACTION   AuthorizationPolicy   RULES',
      'DENY     never.shop            2',
      'ALLOW    nobody.shop           1',
      'ALLOW    readers.shop          1',
      'LOG      noted.shop            1',
      '',
    ].join('\n'),
  );
  expect(code).toBe(0);
});

test('a gateway has those that target or select it; one that is only tried shows as a filter that matches nothing', async () => {
  const { stdout } = await check('deploy/door-istio.shop');
  expect(stdout).toBe(
    [
      'ACTION   AuthorizationPolicy         RULES',
      'ALLOW    _anonymous_match_nothing_   1',
      'ALLOW    all.shop                    1',
      '',
    ].join('\n'),
  );
});

test.each([
  [[], 'Error: expecting pod name or config dump, found: 0\n'],
  [['a', 'b'], 'Error: check requires only <pod-name>[.<pod-namespace>]\n'],
  [['nobody.shop'], 'Error: failed to get config dump from pod nobody in shop\n'],
  [['deploy/front.shop'], /^Error: failed to get config dump from pod front-\S+ in shop\n$/],
  [['ds/ztunnel.istio-system'], /^Error: failed to get config dump from pod ztunnel-\S+ in istio-system\n$/],
  [['-f', 'dump.json'], 'sandbox: istioctl experimental authz check --file is not simulated\n'],
])('where no Envoy is there is nothing to check: %j', async (words, said) => {
  const { code, stderr } = await check(...words);
  expect(code).toBe(1);
  expect(stderr).toMatch(said);
});
