import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { base64Problem } from '../../../../src/sandbox/apiserver/admission/base64.ts';
import { startApi, type TestApi } from '../apiserver/start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('what services share', () => {
  test.each([
    ['create service nodeport a --tcp=80:80 --node-port=31999', ''],
    [
      'create service nodeport b --tcp=80:80 --node-port=31999',
      'error: failed to create NodePort service: Service "b" is invalid: spec.ports[0].nodePort: Invalid value: 31999: provided port is already allocated\n',
    ],
    ['create service clusterip c --tcp=80:80 --clusterip=10.96.77.77', ''],
    [
      'create service clusterip d --tcp=80:80 --clusterip=10.96.77.77',
      'error: failed to create ClusterIP service: Service "d" is invalid: spec.clusterIPs: Invalid value: []string{"10.96.77.77"}: failed to allocate IP 10.96.77.77: provided IP is already allocated\n',
    ],
    [
      'create service clusterip e --tcp=80:80 --clusterip=10.1.1.1',
      'error: failed to create ClusterIP service: Service "e" is invalid: spec.clusterIPs: Invalid value: []string{"10.1.1.1"}: failed to allocate IP 10.1.1.1: the provided network does not match the current range\n',
    ],
    // What a service has it keeps.
    ['label service a x=y', ''],
  ])('%s', async (command, refusal) => {
    expect((await api.kubectl(command)).stderr).toBe(refusal);
  });
});

test('an Ingress without a class gets the default one, and the old annotation is deprecated', async () => {
  const write = async (resource: string, object: object) => {
    const headers = { 'content-type': 'application/json' };
    const path = `/apis/networking.k8s.io/v1/${resource}`;
    const response = await api.request(path, { method: 'POST', headers, body: JSON.stringify(object) });
    expect(response.status).toBe(201);
    return response.headers.get('warning');
  };
  const classOf = (name: string, isDefault: boolean) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name, annotations: { 'ingressclass.kubernetes.io/is-default-class': String(isDefault) } },
    spec: { controller: `example.com/${name}` },
  });
  const ingress = (name: string, annotations: object) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, annotations },
    spec: { rules: [{ host: 'a.example' }], tls: [{ hosts: ['a.example'] }] },
  });
  const path = 'namespaces/default/ingresses';
  await write('ingressclasses', classOf('plain', false));
  expect(await write(path, ingress('none', {}))).toBeNull();
  await write('ingressclasses', classOf('usual', true));
  await write(path, ingress('some', {}));
  expect(await write(path, ingress('old', { 'kubernetes.io/ingress.class': 'own' }))).toBe(
    '299 - "annotation \\"kubernetes.io/ingress.class\\" is deprecated, please use \'spec.ingressClassName\' instead"',
  );
  const { stdout } = await api.kubectl('get ingress');
  expect(stdout.replaceAll(/ +/g, ' ').replaceAll(/\d+s/g, '0s')).toBe(
    [
      'NAME CLASS HOSTS ADDRESS PORTS AGE',
      'none <none> a.example 80, 443 0s',
      'old own a.example 80, 443 0s',
      'some usual a.example 80, 443 0s',
      '',
    ].join('\n'),
  );
});

test('Endpoints are there, and deprecated', async () => {
  const warning = 'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\n';
  const { stderr } = await api.kubectl('get endpoints');
  expect(stderr).toBe(`${warning}No resources found in default namespace.\n`);
});

describe('Secrets of known types', () => {
  test.each([
    ['kubernetes.io/tls', {}, 'data[tls.crt]: Required value, data[tls.key]: Required value'],
    ['kubernetes.io/basic-auth', {}, 'data[username]: Required value, data[password]: Required value'],
    ['kubernetes.io/ssh-auth', {}, 'data[ssh-privatekey]: Required value'],
    ['kubernetes.io/dockerconfigjson', {}, 'data[.dockerconfigjson]: Required value'],
    [
      'kubernetes.io/dockerconfigjson',
      { '.dockerconfigjson': btoa('x') },
      'data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character \'x\' looking for beginning of value',
    ],
    [
      'kubernetes.io/service-account-token',
      {},
      'metadata.annotations[kubernetes.io/service-account.name]: Required value',
    ],
    ['example.com/own', {}, ''],
  ])('%s with %j', async (type, data, text) => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, type, data };
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(secret),
    };
    const response = await api.request('/api/v1/namespaces/default/secrets?dryRun=All', init);
    const { message = '' } = (await response.json()) as { message?: string };
    const list = text.includes(', ') ? `[${text}]` : text;
    expect(message).toBe(text && `Secret "s" is invalid: ${list}`);
  });
});

test.each([
  ['', undefined],
  ['YQ==', undefined],
  ['YWI=\n', undefined],
  ['not base64!', 3],
  ['abc', 0],
  ['YWJjZ', 4],
  ['YQ=', 3],
  ['YQ==x', 4],
  ['=', 0],
])('%j is base64 up to byte %s', (text, at) => {
  expect(base64Problem(text)).toBe(at === undefined ? at : `illegal base64 data at input byte ${at}`);
});
