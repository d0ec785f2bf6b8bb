import { describe, expect, test } from 'vitest';
import { type Attributes, authorize } from '../../../../src/sandbox/dataplane/authorize.ts';
import type { MeshPolicy } from '../../../../src/sandbox/mesh/model.ts';
import type { PolicyRule } from '../../../../src/sandbox/mesh/objects.ts';

const policy = (action: MeshPolicy['action'], ...rules: readonly PolicyRule[]): MeshPolicy => ({
  namespace: 'shop',
  name: action.toLowerCase(),
  action,
  scope: 'Namespace',
  rules,
});

const call: Attributes = {
  identity: 'cluster.local/ns/shop/sa/front',
  sourceIp: '10.244.1.7',
  destinationIp: '10.96.0.9',
  destinationPort: 9080,
  request: {
    method: 'GET',
    path: '/books/7/pages?x=1',
    headers: [
      ['Host', 'Books.example'],
      ['X-Team', 'blue'],
    ],
    body: Buffer.alloc(0),
  },
};

const from = (source: Readonly<Record<string, readonly string[]>>): PolicyRule => ({ from: [{ source }] });
const to = (operation: Readonly<Record<string, readonly string[]>>): PolicyRule => ({ to: [{ operation }] });
const when = (key: string, values: readonly string[]): PolicyRule => ({ when: [{ key, values }] });

describe('a rule takes in a call by', () => {
  test.each<[PolicyRule, boolean]>([
    [{}, true],
    [from({}), true],
    [from({ principals: ['*'] }), true],
    [from({ principals: ['cluster.local/*'] }), true],
    [from({ principals: ['*/sa/front'] }), true],
    [from({ principals: ['cluster.local/ns/shop/sa/back', 'cluster.local/ns/shop/sa/front'] }), true],
    [from({ principals: ['spiffe://cluster.local/ns/shop/sa/front'] }), false],
    [from({ notPrincipals: ['*/sa/front'] }), false],
    [from({ namespaces: ['shop'] }), true],
    [from({ notNamespaces: ['sho*'] }), false],
    [from({ serviceAccounts: ['front'] }), true],
    [from({ serviceAccounts: ['other/front'] }), false],
    [from({ ipBlocks: ['10.244.0.0/16'] }), true],
    [from({ ipBlocks: ['10.244.1.8'] }), false],
    [from({ notIpBlocks: ['10.0.0.0/8'] }), false],
    [from({ ipBlocks: ['not an address'] }), false],
    [from({ requestPrincipals: ['*'] }), false],
    [from({ principals: ['*'], namespaces: ['other'] }), false],
    [to({ ports: ['9080'] }), true],
    [to({ ports: ['90*'] }), false],
    [to({ hosts: ['books.EXAMPLE'] }), true],
    [to({ methods: ['POST'] }), false],
    [to({ notMethods: ['POST'] }), true],
    [to({ paths: ['/books/*'] }), true],
    [to({ paths: ['/books'] }), false],
    [to({ paths: ['/books/{*}/pages'] }), true],
    [to({ paths: ['/{*}/pages'] }), false],
    [to({ paths: ['/{**}/pages'] }), true],
    [when('request.headers[x-team]', ['bl*']), true],
    [when('request.headers[x-none]', ['*']), false],
    [when('source.namespace', ['shop']), true],
    [when('destination.port', ['9081']), false],
    [when('source.ip', ['10.244.1.0/24']), true],
    [{ when: [{ key: 'source.namespace', notValues: ['shop'] }] }, false],
    [{ ...from({ namespaces: ['shop'] }), ...to({ methods: ['PUT'] }) }, false],
  ])('%j: %s', (rule, fits) => {
    expect(authorize([policy('ALLOW', rule)], call).kind).toBe(fits ? 'allowed' : 'denied');
    expect(authorize([policy('DENY', rule)], call).kind).toBe(fits ? 'denied' : 'allowed');
  });
});

describe('policies together', () => {
  test.each<[string, readonly MeshPolicy[], object]>([
    ['none allow', [], { kind: 'allowed' }],
    [
      'ALLOW without rules denies',
      [policy('ALLOW')],
      { kind: 'denied', reason: 'allow policies exist, but none allowed' },
    ],
    ['DENY without rules denies nobody', [policy('DENY')], { kind: 'allowed' }],
    ['AUDIT decides nothing', [policy('AUDIT', {})], { kind: 'allowed' }],
    [
      'DENY wins over ALLOW',
      [policy('ALLOW', {}), policy('DENY', {})],
      {
        kind: 'denied',
        reason: 'explicitly denied by: shop/deny',
        by: { namespace: 'shop', name: 'deny', rule: 0 },
      },
    ],
    ['one ALLOW of several is enough', [policy('ALLOW'), policy('ALLOW', {})], { kind: 'allowed' }],
    [
      'CUSTOM is refused by name',
      [policy('CUSTOM', {})],
      {
        kind: 'unsupported',
        reason: 'sandbox: AuthorizationPolicy shop/custom: action CUSTOM is not simulated',
      },
    ],
  ])('%s', (_, policies, expected) => {
    expect(authorize(policies, call)).toEqual(expected);
  });

  test('plain text has no identity to allow, and none to deny', () => {
    const { identity: _identity, ...plain } = call;
    expect(authorize([policy('ALLOW', from({ principals: ['*'] }))], plain).kind).toBe('denied');
    expect(authorize([policy('ALLOW', from({ notPrincipals: ['*/sa/front'] }))], plain).kind).toBe('allowed');
  });
});
