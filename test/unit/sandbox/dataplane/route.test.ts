import { describe, expect, test } from 'vitest';
import { pickWeighted } from '../../../../src/sandbox/dataplane/balance.ts';
import { milliseconds } from '../../../../src/sandbox/dataplane/duration.ts';
import { applyFilters } from '../../../../src/sandbox/dataplane/filters.ts';
import type { HttpRequest } from '../../../../src/sandbox/dataplane/message.ts';
import { matchRoute } from '../../../../src/sandbox/dataplane/route-match.ts';
import type { AttachedRule } from '../../../../src/sandbox/mesh/model.ts';
import type { RouteFilter, RouteMatch } from '../../../../src/sandbox/mesh/objects.ts';

const request: HttpRequest = {
  method: 'GET',
  path: '/shop/books?color=red',
  headers: [
    ['Host', 'Shop.example:8080'],
    ['X-User', 'ann'],
  ],
  body: Buffer.alloc(0),
};

const rule = (match: RouteMatch, more: { hostname?: string } = {}): AttachedRule => ({
  route: {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'r', namespace: 'n' },
  },
  rule: {},
  match,
  backends: [],
  ...(more.hostname ? { hostname: more.hostname } : {}),
});

describe('a match', () => {
  test.each<[RouteMatch, boolean]>([
    [{}, true],
    [{ path: { value: '/shop' } }, true],
    [{ path: { value: '/shop/' } }, true],
    [{ path: { value: '/sho' } }, false],
    [{ path: { type: 'Exact', value: '/shop/books' } }, true],
    [{ path: { type: 'Exact', value: '/shop' } }, false],
    [{ path: { type: 'RegularExpression', value: '/shop/b.*' } }, true],
    [{ path: { type: 'RegularExpression', value: '/shop' } }, false],
    [{ path: { type: 'RegularExpression', value: '(' } }, false],
    [{ method: 'POST' }, false],
    [{ headers: [{ name: 'x-USER', value: 'ann' }] }, true],
    [{ headers: [{ name: 'x-user', value: 'Ann' }] }, false],
    [
      {
        headers: [
          { name: 'x-user', value: 'ann' },
          { name: 'x-none', value: '' },
        ],
      },
      false,
    ],
    [{ headers: [{ type: 'RegularExpression', name: 'x-user', value: 'a.+' }] }, true],
    [{ queryParams: [{ name: 'color', value: 'red' }] }, true],
    [{ queryParams: [{ name: 'color', value: 'blue' }] }, false],
  ])('%j takes the request: %s', (match, taken) => {
    expect(matchRoute([rule(match)], request) !== undefined).toBe(taken);
  });

  test('of the first rule that fits wins, on hosts that fit', () => {
    const rules = [rule({}, { hostname: 'other.example' }), rule({}, { hostname: '*.example' }), rule({})];
    expect(matchRoute(rules, request)).toBe(rules[1]);
  });
});

describe('filters', () => {
  const prefix = { path: { value: '/shop' } };

  test.each<[string, RouteFilter, object]>([
    [
      'change request headers',
      {
        type: 'RequestHeaderModifier',
        requestHeaderModifier: {
          set: [{ name: 'x-user', value: 'bob' }],
          add: [{ name: 'X-New', value: '1' }],
          remove: ['host'],
        },
      },
      {
        request: {
          headers: [
            ['x-user', 'bob'],
            ['X-New', '1'],
          ],
        },
      },
    ],
    [
      'rewrite a prefix',
      {
        type: 'URLRewrite',
        urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/store' } },
      },
      { request: { path: '/store/books?color=red' } },
    ],
    [
      'rewrite a prefix to nothing',
      { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
      { request: { path: '/books?color=red' } },
    ],
    [
      'rewrite path and host',
      {
        type: 'URLRewrite',
        urlRewrite: { hostname: 'b', path: { type: 'ReplaceFullPath', replaceFullPath: '/x' } },
      },
      {
        request: {
          path: '/x?color=red',
          headers: [
            ['Host', 'b'],
            ['X-User', 'ann'],
          ],
        },
      },
    ],
    [
      'redirect',
      { type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } },
      { kind: 'redirect', status: 301, location: 'https://shop.example/shop/books?color=red' },
    ],
    [
      'redirect to where the client is',
      {
        type: 'RequestRedirect',
        requestRedirect: { path: { type: 'ReplaceFullPath', replaceFullPath: '/y' } },
      },
      { status: 302, location: 'http://shop.example:8080/y?color=red' },
    ],
    [
      'refuse by name what they are not',
      { type: 'CORS', cors: {} },
      { kind: 'unsupported', reason: 'sandbox: HTTPRoute filter CORS is not simulated' },
    ],
  ])('%s', (_, filter, expected) => {
    expect(applyFilters([filter], { rule: rule(prefix), request, scheme: 'http' })).toMatchObject(expected);
  });

  test('change response headers', () => {
    const filter = {
      type: 'ResponseHeaderModifier',
      responseHeaderModifier: { remove: ['server'], add: [{ name: 'X-A', value: '1' }] },
    };
    const filtered = applyFilters([filter], { rule: rule({}), request, scheme: 'http' });
    const response = { status: 200, headers: [['Server', 'x']] as const, body: Buffer.alloc(0) };
    expect(filtered.kind === 'request' && filtered.respond(response).headers).toEqual([['X-A', '1']]);
  });
});

test('weights share out requests; zero gets none', () => {
  const backends = [
    { name: 'a', weight: 3 },
    { name: 'b', weight: 1 },
    { name: 'c', weight: 0 },
  ];
  const counts = Map.groupBy(
    Array.from({ length: 4000 }, () => pickWeighted(backends)?.name),
    (name) => name,
  );
  expect(counts.get('c')).toBeUndefined();
  expect((counts.get('a')?.length ?? 0) / 4000).toBeCloseTo(0.75, 1);
  expect(pickWeighted([{ weight: 0 }])).toBeUndefined();
});

test.each([
  ['1h2m3s4ms', 3_723_004],
  ['0.5s', 500],
  ['0s', 0],
])('%s is %i milliseconds', (duration, expected) => {
  expect(milliseconds(duration)).toBe(expected);
});
