import { beforeAll, expect, test } from 'vitest';
import { createAuthority } from '../../../../src/sandbox/apiserver/tls/certificate.ts';
import type { BackendTlsPolicyObject } from '../../../../src/sandbox/mesh/gateway/backend-tls.ts';
import { TestClusters } from '../../../helpers/test-clusters.ts';
import { fixture } from './shop.ts';

let clusters: TestClusters;

const encoded = (text: string): string => Buffer.from(text).toString('base64');
const json = (kind: string, name: string, content: object): string =>
  JSON.stringify({ apiVersion: 'v1', kind, metadata: { name, namespace: 'default' }, ...content });

beforeAll(async () => {
  clusters = new TestClusters();
  const authority = await createAuthority('example authority', new Date());
  const { certificate, key } = await authority.serve('safe', ['safe.example']);
  const secret = json('Secret', 'safe-tls', {
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': encoded(certificate), 'tls.key': encoded(key) },
  });
  const map = json('ConfigMap', 'authority', { data: { 'ca.crt': authority.certificate } });
  await clusters.apply([secret, map, fixture('upstream-tls')].join('\n---\n'));
});

const get = async (...args: readonly string[]): Promise<string> =>
  (await clusters.exec(clusters.east, 'reader', 'curl', '-sS', ...args)).stdout.trim();

const policy = (name: string, hostname: string, authority: string): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: { name: ${name}, namespace: default }
spec:
  targetRefs: [{ group: "", kind: Service, name: safe }]
  validation:
    hostname: ${hostname}
    caCertificateRefs: [{ group: "", kind: ConfigMap, name: ${authority} }]`;

const statusOf = (name: string): readonly string[] => {
  const resource = 'backendtlspolicies.gateway.networking.k8s.io';
  const found = clusters.east.store.get<BackendTlsPolicyObject>({ resource, namespace: 'default', name });
  return (found?.status?.ancestors ?? []).flatMap(({ ancestorRef, conditions }) =>
    conditions.map(
      ({ type, status, reason, message }) => `${ancestorRef.name} ${type}=${status} ${reason}: ${message}`,
    ),
  );
};

test('servers in pods take TLS with the certificate that their configuration names', async () => {
  expect(await get('-k', 'https://safe/')).toMatch(/^https/);
  expect(await get('http://safe:443/')).toContain('The plain HTTP request was sent to HTTPS port');
  expect(await get('-k', 'https://net/echo?msg=hi')).toBe('hi');
  expect(await get('http://net:443/')).toBe('Client sent an HTTP request to an HTTPS server.');
});

test('a gateway speaks TLS to a backend once a policy says so, and says that it holds', async () => {
  expect(await get('http://door/')).toContain('The plain HTTP request was sent to HTTPS port');
  await clusters.apply(policy('safe', 'safe.example', 'authority'));
  expect(statusOf('safe')).toEqual([
    'door Accepted=True Accepted: Configuration is valid',
    'door ResolvedRefs=True ResolvedRefs: Configuration is valid',
  ]);
  expect(await get('http://door/')).toBe('https all one');
});

test('it takes no certificate of another name, nor of nobody that it knows', async () => {
  await clusters.apply(policy('safe', 'other.example', 'authority'));
  expect(await get('-w', ' %{http_code}', 'http://door/')).toBe(
    'upstream call failed: invalid peer certificate: NotValidForName 503',
  );
  await clusters.apply(policy('safe', 'safe.example', 'nobody'));
  expect(await get('-o', '/dev/null', '-w', '%{http_code}', 'http://door/')).toBe('503');
  expect(statusOf('safe')).toEqual([
    'door Accepted=False NoValidCACertificate: certificate reference not found: { ConfigMap nobody}',
    'door ResolvedRefs=False InvalidCACertificateRef: Certificate reference not found',
  ]);
});

test('what a listener passes on is ended by the backend, once there is a TLSRoute for the name', async () => {
  const through = ['-k', '--connect-to', '::door:9443', 'https://safe.example/'];
  expect(await get('-w', '%{http_code}', ...through)).toBe('000');
  clusters.east.store.create('tlsroutes.gateway.networking.k8s.io', {
    apiVersion: 'gateway.networking.k8s.io/v1alpha2',
    kind: 'TLSRoute',
    metadata: { name: 'through', namespace: 'default' },
    spec: {
      parentRefs: [{ name: 'door' }],
      hostnames: ['safe.example'],
      rules: [{ backendRefs: [{ name: 'safe', port: 443 }] }],
    },
  });
  expect(await get(...through)).toMatch(/^https/);
});
