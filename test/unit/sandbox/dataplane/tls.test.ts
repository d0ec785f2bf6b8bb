import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Authority } from '../../../../src/sandbox/apiserver/tls/authority.ts';
import { createAuthority } from '../../../../src/sandbox/apiserver/tls/certificate.ts';
import type { Identity } from '../../../../src/sandbox/apiserver/tls/identity.ts';
import type { GatewayObject } from '../../../../src/sandbox/mesh/objects.ts';
import type { TestClusters } from '../../../helpers/test-clusters.ts';
import { fixture, openShop } from './shop.ts';

let clusters: TestClusters;
let authority: Authority;

const secret = (name: string, { certificate, key }: Identity, namespace = 'shop'): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { name, namespace },
    data: {
      'tls.crt': Buffer.from(certificate).toString('base64'),
      'tls.key': Buffer.from(key).toString('base64'),
    },
  });

const all = (...documents: readonly string[]): string => documents.join('\n---\n');

beforeAll(async () => {
  clusters = await openShop();
  authority = await createAuthority('example authority', new Date());
  const own = await authority.serve('shop.example', ['shop.example', 'also.example']);
  const wide = await authority.serve('wild', ['*.wild.example']);
  await clusters.apply(
    all(
      secret('shop-tls', own),
      secret('wild-tls', wide),
      secret('other-tls', own, 'vault'),
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'authority', namespace: 'default' },
        data: { 'ca.crt': authority.certificate },
      }),
      fixture('tls'),
    ),
  );
});

const curl = async (...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await clusters.exec(clusters.east, 'reader', 'curl', '-sS', ...args);
  return code === 0 ? stdout : `exit ${code} ${stderr.split('\n')[0]}`;
};

const status = (...args: readonly string[]): Promise<string> =>
  curl('-o', '/dev/null', '-w', '%{http_code}', ...args);

/** Where curl finds the gateway, whatever name it asks for. */
const door = ['--connect-to', '::door.shop:8443', '--cacert', '/etc/authority/ca.crt'];

describe('a listener of HTTPS', () => {
  test('ends TLS with its certificate, for whoever trusts the authority', async () => {
    expect(await status(...door, 'https://shop.example:8443/productpage')).toBe('200');
    expect(await status(...door, 'https://a.wild.example:8443/wild')).toBe('200');
  });

  test('is not trusted by a client that knows only public authorities', async () => {
    expect(await status('--connect-to', '::door.shop:8443', 'https://shop.example:8443/')).toBe(
      'exit 60 curl: (60) SSL certificate problem: unable to get local issuer certificate',
    );
    expect(
      await status('-k', '--connect-to', '::door.shop:8443', 'https://shop.example:8443/productpage'),
    ).toBe('200');
  });

  test('is not taken for a host that its certificate is not for', async () => {
    expect(await status(...door, 'https://not.shop.wild.example:8443/')).toBe(
      "exit 60 curl: (60) SSL: no alternative certificate subject name matches target host name 'not.shop.wild.example'",
    );
  });

  test('goes away when nobody is there for the name that is asked for', async () => {
    expect(await status(...door, 'https://nobody.example:8443/')).toMatch(/^exit 35 curl: \(35\) /);
    expect(await status(...door, 'https://also.example:8443/')).toMatch(/^exit 35 /);
  });

  test('speaks no plain HTTP', async () => {
    expect(await status('http://door.shop:8443/')).toMatch(/^exit 5[26] /);
  });

  test('tells a request for the host of another listener that it is misdirected', async () => {
    const asked = ['-H', 'Host: b.wild.example', 'https://shop.example:8443/'];
    expect(await curl(...door, ...asked)).toBe('misdirected request');
    expect(await curl(...door, '-H', 'Host: nobody.example', 'https://shop.example:8443/')).toBe(
      'route not found',
    );
  });

  test('keeps its routes from other listeners', async () => {
    expect(await status(...door, 'https://shop.example:8443/wild')).toBe('404');
  });

  test('redirects to HTTPS where a route says nothing of the scheme', async () => {
    const redirected = curl(
      ...door,
      '-o',
      '/dev/null',
      '-w',
      '%{redirect_url}',
      'https://shop.example:8443/moved',
    );
    expect(await redirected).toBe('https://shop.example:8443/elsewhere');
  });
});

test('curl -v tells of the handshake and of the certificate', async () => {
  const { stderr } = await clusters.exec(
    clusters.east,
    'reader',
    ...['curl', '-sv', ...door, 'https://shop.example:8443/productpage', '-o', '/dev/null'],
  );
  expect(stderr).toMatch(
    /\* SSL connection using TLSv1\.3 \/ TLS_AES_256_GCM_SHA384\n\* ALPN: server accepted http\/1\.1\n\* Server certificate:\n\* {2}subject: CN=shop\.example\n\* {2}start date: .* GMT\n\* {2}expire date: .* GMT\n\* {2}subjectAltName: host "shop\.example" matched cert's "shop\.example"\n\* {2}issuer: CN=example authority\n\* {2}SSL certificate verify ok\.\n/,
  );
});

/** TLS of Node's own, over a port-forward to the gateway's pod. */
async function shakeHands(serverName: string): Promise<TLSSocket> {
  const pod = clusters.pod(clusters.east, 'door');
  const connection = await clusters.east.runtime.connect(pod, 8443);
  const socket = connect({ socket: connection, servername: serverName, ca: authority.certificate });
  await once(socket, 'secureConnect');
  return socket;
}

test('a port-forward to a listener of HTTPS speaks real TLS, with the certificate of the name', async () => {
  const socket = await shakeHands('shop.example');
  expect(socket.authorized).toBe(true);
  expect(socket.getPeerX509Certificate()?.subjectAltName).toBe('DNS:shop.example, DNS:also.example');
  socket.write('GET /productpage HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  socket.destroy();
  const wild = await shakeHands('c.wild.example');
  expect(wild.getPeerX509Certificate()?.subjectAltName).toBe('DNS:*.wild.example');
  wild.destroy();
  await expect(shakeHands('nobody.example')).rejects.toThrow();
});

describe('a listener without a usable certificate', () => {
  const conditionsOf = (listener: string, name = 'broken'): readonly string[] => {
    const key = { resource: 'gateways.gateway.networking.k8s.io', namespace: 'shop', name };
    const found = clusters.east.store.get<GatewayObject>(key)?.status?.listeners;
    const { conditions = [] } = found?.find((each) => each.name === listener) ?? {};
    return conditions
      .filter(({ type }) => type === 'ResolvedRefs' || type === 'Programmed')
      .map(({ type, status: is, reason, message }) => `${type}=${is} ${reason}: ${message}`);
  };
  const bad = 'Programmed=False Invalid: Bad TLS configuration';

  test.each([
    ['missing', 'InvalidCertificateRef: invalid certificate reference /Secret/nobody., secret not found'],
    [
      'kind',
      'InvalidCertificateRef: invalid certificate reference /ConfigMap/authority., only secret is allowed',
    ],
    [
      'malformed',
      'InvalidCertificateRef: invalid certificate reference, the certificate is malformed: tls: failed to find any PEM data in certificate input',
    ],
    [
      'elsewhere',
      'RefNotPermitted: certificateRef door-tls/vault not accessible to a Gateway in namespace "shop" (missing a ReferenceGrant?)',
    ],
    ['routes', 'InvalidRouteKinds: Invalid route kinds'],
  ])('says so: %s', (name, why) => {
    const expected = [`ResolvedRefs=False ${why}`];
    expect(conditionsOf(name)).toEqual(
      name === 'routes' ? [...expected, 'Programmed=True Programmed: No errors found'] : [...expected, bad],
    );
  });

  test('has it said by istiod in its own words, where the class is its', () => {
    expect(conditionsOf('missing', 'broken-too')[0]).toBe(
      'ResolvedRefs=False InvalidCertificateRef: invalid certificate reference /Secret/nobody., secret shop/nobody not found',
    );
    expect(conditionsOf('elsewhere', 'broken-too')[0]).toBe(
      'ResolvedRefs=False InvalidCertificateRef: invalid certificate reference /Secret/door-tls.vault, the certificate is malformed: tls: failed to find any PEM data in certificate input',
    );
    expect(conditionsOf('two', 'broken-too')).toEqual([
      'ResolvedRefs=True ResolvedRefs: No errors found',
      'Programmed=True Programmed: No errors found',
    ]);
  });

  test('works as soon as the reference is granted', async () => {
    expect(conditionsOf('granted')[0]).toMatch(/^ResolvedRefs=True/);
    await clusters.remove(clusters.east, 'referencegrants.gateway.networking.k8s.io', 'vault/some');
    expect(conditionsOf('granted')[0]).toMatch(/^ResolvedRefs=False RefNotPermitted/);
  });
});

test.each([
  [
    'of a listener, certificates of clients',
    `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: mutual, namespace: shop }
spec:
  gatewayClassName: istio
  listeners: [{ name: a, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: shop-tls }], options: { gateway.istio.io/tls-terminate-mode: MUTUAL } } }]`,
    'sandbox: gateway.istio.io/tls-terminate-mode MUTUAL is not simulated',
  ],
  [
    'of a route, filters that somebody else defines',
    `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: extended, namespace: shop }
spec: { rules: [{ filters: [{ type: ExtensionRef, extensionRef: { group: a.example, kind: Limit, name: few } }] }] }`,
    'sandbox: filters of type ExtensionRef are not simulated',
  ],
  [
    'of a DestinationRule, an authority of its own',
    `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: own, namespace: shop }
spec: { host: front, trafficPolicy: { tls: { mode: SIMPLE, caCertificates: /etc/ca.pem } } }`,
    'sandbox: spec.trafficPolicy.tls.caCertificates of a DestinationRule is not simulated',
  ],
])('what nobody does is refused when it is written: %s', async (_what, yaml, message) => {
  await expect(clusters.apply(yaml)).rejects.toThrow(message);
});
