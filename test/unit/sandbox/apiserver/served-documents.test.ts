import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function read<T>(path: string): Promise<T> {
  const response = await api.request(path, { headers: { accept: 'application/json' } });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

type Document = Record<'definitions' | 'paths', Record<string, unknown>>;

describe('tokens of service accounts', () => {
  test('are told by the key that the issuer publishes', async () => {
    const configuration = await read<Record<string, string>>('/.well-known/openid-configuration');
    expect(configuration.jwks_uri).toBe(`${api.url}/openid/v1/jwks`);
    const { keys } = await read<{ keys: JsonWebKey[] }>('/openid/v1/jwks');
    const { stdout } = await api.kubectl('create serviceaccount reader');
    expect(stdout).toContain('created');
    const token = (await api.kubectl('create token reader')).stdout.trim();
    const [header = '', claims = '', signature = ''] = token.split('.');
    const key = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' });
    const isSigned = (text: string) =>
      verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(signature, 'base64url'));
    expect(isSigned(`${header}.${claims}`)).toBe(true);
    expect(isSigned(`${header}.${claims}x`)).toBe(false);
    expect(JSON.parse(Buffer.from(header, 'base64url').toString()).kid).toBe(keys[0]?.kid);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString()).iss).toBe(configuration.issuer);
  });
});

describe('metrics', () => {
  test('count the requests that were answered, by what they asked for and the code', async () => {
    await api.request('/api/v1/namespaces/default/configmaps/none');
    await api.request('/api/v1/namespaces/default/configmaps/none');
    const text = await (await api.request('/metrics')).text();
    const line = text
      .split('\n')
      .find((one) => one.includes('resource="configmaps"') && one.includes('code="404"'));
    expect(line).toMatch(
      /^apiserver_request_total\{code="404",component="apiserver",.*resource="configmaps",scope="resource",subresource="",verb="GET",version="v1"\} 2$/,
    );
    expect(text).toContain('apiserver_storage_objects{resource="namespaces"} 2\n');
  });
});

describe('OpenAPI v2', () => {
  test('has the fields and the keys of lists that older clients take from it', async () => {
    const { definitions, paths } = await read<Document>('/openapi/v2');
    expect(definitions['io.k8s.api.core.v1.PodSpec']).toMatchObject({
      properties: {
        containers: {
          type: 'array',
          items: { $ref: '#/definitions/io.k8s.api.core.v1.Container' },
          'x-kubernetes-patch-merge-key': 'name',
        },
      },
    });
    expect(paths['/api/v1/namespaces/{namespace}/pods/{name}']).toMatchObject({
      patch: {
        parameters: [{ name: 'fieldValidation', in: 'query', type: 'string' }],
        'x-kubernetes-group-version-kind': { group: '', version: 'v1', kind: 'Pod' },
      },
    });
  });

  test('refers to nothing that it has not', async () => {
    const document = await read<Document>('/openapi/v2');
    const names = JSON.stringify(document).matchAll(/"#\/definitions\/([^"]+)"/g);
    const missing = [...names].filter(([, name = '']) => !(name in document.definitions));
    expect(missing).toEqual([]);
  });

  test('is there as protobuf too, for kubectl and Helm', async () => {
    const accept = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
    const response = await api.request('/openapi/v2', { headers: { accept } });
    const bytes = Buffer.from(await response.arrayBuffer());
    // Field 1, of 3 bytes: the version of the format.
    expect(bytes.subarray(0, 5)).toEqual(Buffer.from([0x0a, 3, ...Buffer.from('2.0')]));
    expect(bytes.includes('io.k8s.api.core.v1.PodSpec')).toBe(true);
  });

  test('tells kubectl that it has no such type', async () => {
    const widget = JSON.stringify({ apiVersion: 'foo.io/v1', kind: 'Foo', metadata: { name: 'x' } });
    const { code, stderr } = await api.kubectl('apply -f -', widget);
    expect(code).toBe(1);
    expect(stderr).toContain('no matches for kind "Foo" in version "foo.io/v1"');
  });
});
