import { beforeAll, describe, expect, test } from 'vitest';
import type { TestClusters } from '../../../helpers/test-clusters.ts';
import { fixture, openShop } from './shop.ts';

let clusters: TestClusters;

const encoded = (value: string | Uint8Array): string => Buffer.from(value).toString('base64url');
const [rsa, foreign] = await Promise.all(
  [0, 1].map(() =>
    crypto.subtle.generateKey(
      {
        name: 'RSASSA-PKCS1-v1_5',
        hash: 'SHA-256',
        modulusLength: 2048,
        publicExponent: new Uint8Array([1, 0, 1]),
      },
      true,
      ['sign', 'verify'],
    ),
  ),
);
const curve = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
  'sign',
  'verify',
]);

type Keys = typeof curve;

/** A token with claims, signed by a key. */
async function token(
  claims: object,
  { keys = rsa, head = { alg: 'RS256', kid: 'one' } }: { keys?: Keys | undefined; head?: object } = {},
): Promise<string> {
  if (!keys) throw new Error('no keys');
  const content = `${encoded(JSON.stringify(head))}.${encoded(JSON.stringify(claims))}`;
  const how = { name: keys.privateKey.algorithm.name, hash: 'SHA-256' };
  const signature = await crypto.subtle.sign(how, keys.privateKey, Buffer.from(content));
  return `${content}.${encoded(new Uint8Array(signature))}`;
}

async function keySet(): Promise<string> {
  if (!rsa) throw new Error('no keys');
  const keys = [
    { ...(await crypto.subtle.exportKey('jwk', rsa.publicKey)), kid: 'one', use: 'sig', alg: 'RS256' },
    { ...(await crypto.subtle.exportKey('jwk', curve.publicKey)), kid: 'two', alg: 'ES256' },
  ];
  return JSON.stringify({ keys });
}

const authentication = async (spec: object, rules: readonly object[]): Promise<string> => {
  const jwks = await keySet();
  return JSON.stringify({
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: { name: 'tokens', namespace: 'shop' },
    spec: { ...spec, jwtRules: rules.map((rule) => ({ jwks, ...rule })) },
  });
};

const toBin = { targetRefs: [{ group: '', kind: 'Service', name: 'bin' }] };
const issuer = 'https://tokens.example';

const policy = (rules: string): Promise<void> =>
  clusters.apply(
    `{ apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: { name: who, namespace: shop },
       spec: { targetRefs: [{ group: "", kind: Service, name: bin }], rules: ${rules} } }`,
  );

/** Status and body, or the headers that the server saw. */
async function ask(...args: readonly string[]): Promise<string> {
  const url = args.some((arg) => arg.startsWith('http:')) ? [] : ['http://bin/status/200'];
  const { stdout } = await clusters.exec(
    clusters.east,
    'client',
    'curl',
    '-s',
    '-w',
    ' %{http_code}',
    ...args,
    ...url,
  );
  return stdout.trim();
}

const bearer = (text: string): readonly string[] => ['-H', `Authorization: Bearer ${text}`];

beforeAll(async () => {
  clusters = await openShop();
  await clusters.apply(fixture('virtual-service'));
  await clusters.label(clusters.east, 'namespaces', 'shop', { 'istio.io/use-waypoint': 'guard' });
});

describe('tokens at a waypoint', () => {
  beforeAll(async () => clusters.apply(await authentication(toBin, [{ issuer, audiences: ['shop'] }])));
  const good = { iss: issuer, sub: 'ann', aud: 'shop' };
  const now = Math.floor(Date.now() / 1000);

  test('none is needed, and a good one passes', async () => {
    expect(await ask()).toBe('200');
    expect(await ask(...bearer(await token(good)))).toBe('200');
    const other = { keys: curve, head: { alg: 'ES256', kid: 'two' } };
    expect(await ask(...bearer(await token(good, other)))).toBe('200');
    expect(await ask(`http://bin/status/200?access_token=${await token(good)}`)).toBe('200');
    expect(await ask('-H', 'Authorization: Basic YTpi')).toBe('200');
  });

  test.each<[string, string, () => Promise<string> | string]>([
    [
      'text that is none',
      'Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections 401',
      () => 'deadbeef',
    ],
    ['a header that is no JSON', 'Jwt header is an invalid JSON 401', () => `${encoded('x')}.e30.e30`],
    ['no algorithm', 'Jwt header [alg] is not supported 401', () => token(good, { head: { alg: 'none' } })],
    [
      'another issuer',
      'Jwt issuer is not configured 401',
      () => token({ ...good, iss: 'https://b.example' }),
    ],
    ['another audience', 'Audiences in Jwt are not allowed 403', () => token({ ...good, aud: ['bank'] })],
    ['one that is over', 'Jwt is expired 401', () => token({ ...good, exp: now - 120 })],
    ['one to come', 'Jwt not yet valid 401', () => token({ ...good, nbf: now + 120 })],
    ["another's signature", 'Jwt verification fails 401', () => token(good, { keys: foreign })],
    [
      'claims that were changed',
      'Jwt verification fails 401',
      async () => {
        const [head, , signature] = (await token(good)).split('.');
        return `${head}.${encoded(JSON.stringify({ ...good, sub: 'bob' }))}.${signature}`;
      },
    ],
    [
      'a key that is not there',
      "Jwks doesn't have key to match kid or alg from Jwt 401",
      () => token(good, { head: { alg: 'RS256', kid: 'six' } }),
    ],
  ])('of %s: %s', async (_, said, make) => {
    expect(await ask(...bearer(await make()))).toBe(said);
  });

  test('a minute over is still good, and the answer to a bad one says who asks', async () => {
    expect(await ask(...bearer(await token({ ...good, exp: now - 30 })))).toBe('200');
    expect(await ask('-i', ...bearer('x'))).toContain(
      'www-authenticate: Bearer realm="http://bin/status/200", error="invalid_token"',
    );
  });

  test('the server does not see a token, unless the rule passes it on; it sees claims as it is told', async () => {
    const told = bearer(await token({ ...good, group: 'staff', age: 7 }));
    expect(await ask(...told, 'http://bin/headers')).not.toContain('Authorization');
    const outputs = {
      forwardOriginalToken: true,
      outputPayloadToHeader: 'x-payload',
      outputClaimToHeaders: [
        { header: 'x-group', claim: 'group' },
        { header: 'x-age', claim: 'age' },
        { header: 'x-none', claim: 'none' },
      ],
    };
    await clusters.apply(await authentication(toBin, [{ issuer, ...outputs }]));
    const seen = JSON.parse(
      (await ask(...told, '-H', 'x-none: mine', 'http://bin/headers')).replace(/ 200$/, ''),
    ).headers;
    expect(seen).toMatchObject({
      Authorization: [expect.stringMatching(/^Bearer ey/)],
      'X-Group': ['staff'],
      'X-Age': ['7'],
    });
    expect(JSON.parse(Buffer.from(seen['X-Payload'][0], 'base64url').toString())).toMatchObject({
      sub: 'ann',
    });
    expect(seen).not.toHaveProperty('X-None');
  });

  test('of several issuers, each is taken', async () => {
    await clusters.apply(
      await authentication(toBin, [
        { issuer },
        { issuer: 'b', fromHeaders: [{ name: 'x-token', prefix: 'T ' }], fromCookies: ['t'] },
      ]),
    );
    const other = await token({ iss: 'b', sub: 'bob' });
    expect(await ask('-H', `x-token: T ${other}`)).toBe('200');
    expect(await ask('-H', `Cookie: a=1; t=${other}`)).toBe('200');
    expect(await ask(...bearer(await token(good)))).toBe('200');
    expect(await ask(...bearer(other))).toBe('Jwt issuer is not configured 401');
    expect(await ask('-H', 'x-token: T x')).toMatch(/^Jwt is not in the form .* 401$/);
  });

  test('another service, and a target that is not there, take anything', async () => {
    expect(await ask(...bearer('x'), 'http://details:9080/details/0')).toMatch(/200$/);
    await clusters.apply(
      await authentication({ targetRefs: [{ group: '', kind: 'Service', name: 'gone' }] }, [{ issuer }]),
    );
    expect(await ask(...bearer('x'))).toBe('200');
  });
});

describe('policies about tokens', () => {
  beforeAll(async () => clusters.apply(await authentication(toBin, [{ issuer }])));
  const claims = {
    iss: issuer,
    sub: 'ann',
    aud: ['shop', 'bank'],
    azp: 'app',
    groups: ['staff', 'it'],
    scope: 'read write',
    deep: { er: 'yes' },
    level: 3,
  };
  const denied = 'RBAC: access denied 403';

  test.each([
    [`[{ from: [{ source: { requestPrincipals: ["*"] } }] }]`, true, false],
    [`[{ from: [{ source: { requestPrincipals: ["${issuer}/ann"] } }] }]`, true, false],
    [`[{ from: [{ source: { requestPrincipals: ["${issuer}/*"] } }] }]`, true, false],
    [`[{ from: [{ source: { requestPrincipals: ["*/ann"] } }] }]`, true, false],
    [`[{ from: [{ source: { requestPrincipals: ["${issuer}/bob"] } }] }]`, false, false],
    [`[{ from: [{ source: { requestPrincipals: ["${issuer}"] } }] }]`, false, false],
    [`[{ from: [{ source: { notRequestPrincipals: ["*"] } }] }]`, false, true],
    [`[{ when: [{ key: request.auth.principal, values: ["${issuer}/ann"] }] }]`, true, false],
    [`[{ when: [{ key: request.auth.audiences, values: [bank] }] }]`, true, false],
    [`[{ when: [{ key: request.auth.presenter, values: [app] }] }]`, true, false],
    [`[{ when: [{ key: "request.auth.claims[groups]", values: [it, hr] }] }]`, true, false],
    [`[{ when: [{ key: "request.auth.claims[scope]", values: [write] }] }]`, true, false],
    [`[{ when: [{ key: "request.auth.claims[deep][er]", values: ["y*"] }] }]`, true, false],
    [`[{ when: [{ key: "request.auth.claims[level]", values: ["3"] }] }]`, false, false],
    [`[{ when: [{ key: "request.auth.claims[groups]", notValues: [hr] }] }]`, true, true],
  ])('%s: with the token %s, without %s', async (rules, withToken, without) => {
    await policy(rules);
    expect(await ask(...bearer(await token(claims)))).toBe(withToken ? '200' : denied);
    expect(await ask()).toBe(without ? '200' : denied);
  });
});

test("a gateway of Istio's own class asks for tokens, and follows policies that target it or select its pods", async () => {
  const target = { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'door' }] };
  await clusters.remove(clusters.east, 'authorizationpolicies.security.istio.io', 'shop/who');
  await clusters.apply(
    [
      '{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: door, namespace: shop }, spec: { gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] } }',
      '{ apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: { name: door, namespace: shop }, spec: { parentRefs: [{ name: door }], rules: [{ backendRefs: [{ name: bin, port: 80 }] }] } }',
      await authentication(target, [{ issuer }]),
    ].join('\n---\n'),
  );
  const url = 'http://door-istio/status/200';
  expect(await ask(url)).toBe('200');
  expect(await ask(...bearer('x'), url)).toMatch(/401$/);
  const made = (spec: string): Promise<void> =>
    clusters.apply(
      `{ apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: { name: door, namespace: shop }, spec: { ${spec}, rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }] } }`,
    );
  await made('selector: { matchLabels: { gateway.networking.k8s.io/gateway-name: door } }');
  expect(await ask(url)).toBe('RBAC: access denied 403');
  expect(await ask(...bearer(await token({ iss: issuer, sub: 'ann' })), url)).toBe('200');
  await made('targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: other }]');
  expect(await ask(url)).toBe('200');
});
