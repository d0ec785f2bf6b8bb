import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from '../apiserver/start-api.ts';

const robot = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } };

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ access: 'all' });
  await api.create(robot);
  await api.create({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'robot' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'ServiceAccount', name: 'robot', namespace: 'default' }],
  });
});
afterAll(() => api.close());

const token = async (args = ''): Promise<string> => {
  const { code, stdout, stderr } = await api.kubectl(`create token robot ${args}`.trim());
  if (code !== 0) throw new Error(stderr);
  return stdout;
};

const claims = (text: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString());

test('a token names its account, its time and whom it is for', async () => {
  const text = await token('--duration=20m');
  const { exp, iat, ...rest } = claims(text);
  expect(JSON.parse(Buffer.from(text.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({
    alg: 'RS256',
  });
  expect(Number(exp) - Number(iat)).toBe(1200);
  expect(rest).toMatchObject({
    aud: ['https://kubernetes.default.svc.cluster.local'],
    iss: 'https://kubernetes.default.svc.cluster.local',
    'kubernetes.io': { namespace: 'default', serviceaccount: { name: 'robot' } },
    sub: 'system:serviceaccount:default:robot',
  });
});

test('its bearer is the account, with the rights that the account has', async () => {
  const bearer = await token();
  const authorization = `Bearer ${bearer}`;
  const read = await api.request('/api/v1/namespaces/default/pods', { headers: { authorization } });
  expect(read.status).toBe(200);
  const secrets = await api.request('/api/v1/namespaces/default/secrets', { headers: { authorization } });
  expect(await secrets.json()).toMatchObject({
    code: 403,
    message:
      'secrets is forbidden: User "system:serviceaccount:default:robot" cannot list resource "secrets" in API group "" in the namespace "default"',
  });
});

test.each([
  ['create token nobody', 'error: failed to create token: serviceaccounts "nobody" not found\n'],
  [
    'create token robot --duration=1m',
    'error: failed to create token: TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes\n',
  ],
  [
    'create token robot --bound-object-kind=Pod --bound-object-name=none',
    'error: failed to create token: pods "none" not found\n',
  ],
])('%s is refused', async (command, text) => {
  expect(await api.kubectl(command)).toEqual({ code: 1, stdout: '', stderr: text });
});

const reviewed = async (spec: object): Promise<unknown> => {
  const body = JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec });
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body };
  const response = await api.request('/apis/authentication.k8s.io/v1/tokenreviews', init);
  return ((await response.json()) as { status: unknown }).status;
};

test('a TokenReview tells whose a token is, and of which audience', async () => {
  expect(await reviewed({ token: await token() })).toMatchObject({
    authenticated: true,
    user: { username: 'system:serviceaccount:default:robot' },
  });
  const vault = await token('--audience=vault');
  expect(await reviewed({ token: vault })).not.toHaveProperty('authenticated');
  expect(await reviewed({ token: vault, audiences: ['vault'] })).toMatchObject({ audiences: ['vault'] });
});

test.each([
  ['changed', (text: string) => `${text.slice(0, -8)}AAAAAAAA`],
  ['unsigned', (text: string) => `${btoa('{"alg":"none"}')}.${text.split('.')[1]}.`],
  ['cut', (text: string) => text.split('.').slice(0, 2).join('.')],
])('a token that was %s is nobody’s', async (_how, change) => {
  const authorization = `Bearer ${change(await token())}`;
  const response = await api.request('/version', { headers: { authorization } });
  expect(response.status).toBe(401);
});

test('a token ends with its secret, and with its account', async () => {
  const holder = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'holder' } };
  await api.create(holder);
  const bound = await token('--bound-object-kind=Secret --bound-object-name=holder');
  const status = async (text: string): Promise<number> =>
    (await api.request('/version', { headers: { authorization: `Bearer ${text}` } })).status;
  expect(await status(bound)).toBe(200);
  await api.remove(holder);
  expect(await status(bound)).toBe(401);
  const loose = await token();
  await api.remove(robot);
  await api.create(robot);
  expect(await status(loose)).toBe(401);
});
