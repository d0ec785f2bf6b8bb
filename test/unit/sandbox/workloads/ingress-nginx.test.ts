import { describe, expect, test } from 'vitest';
import { OneWorld } from './one-world.ts';

const echo = 'gcr.io/k8s-staging-gateway-api/echo-basic:v20251204';
const controller =
  'registry.k8s.io/ingress-nginx/controller:v1.12.2@sha256:03497ee984628e95eca9b2279e3f3a3c1685dd48635479e627d219f00c8eefa9';

const service = (name: string): string =>
  `{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: shop }, spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80, targetPort: 3000 }] } }\n---\n`;

/** Services `tea` and `milk`, one without pods, and a controller in front of them. */
async function openShop(ingresses: string, flags: readonly string[] = []) {
  const cluster = new OneWorld();
  cluster.apply(
    `${service('tea')}${service('milk')}${service('empty')}{ apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: { name: nginx }, spec: { controller: k8s.io/ingress-nginx } }`,
  );
  cluster.apply(ingresses);
  for (const app of ['tea', 'milk']) {
    const pod = cluster.pod(app, { image: echo, labels: { app } });
    await cluster.until(pod, 'running');
    await cluster.listening(pod, 3000);
  }
  const front = cluster.pod('front', {
    image: controller,
    container: { args: ['/nginx-ingress-controller', ...flags] },
  });
  const client = cluster.pod('client', {
    image: 'curlimages/curl',
    container: { command: ['sleep', '600'] },
  });
  for (const pod of [front, client]) await cluster.until(pod, 'running');
  const { podIP = '' } = front.status ?? {};
  const curl = async (url: string, ...args: readonly string[]): Promise<string> => {
    const { host } = new URL(url);
    const words = ['curl', '-s', '-m', '5', '--connect-to', `${host.split(':')[0]}::${podIP}:`];
    return (await cluster.exec(client, [...words, ...args, url])).stdout;
  };
  /** `tea /path` of who answered, or the status and where to. */
  const get = async (url: string): Promise<string> => {
    const body = await curl(url, '-w', '\n%{http_code} %{redirect_url}');
    const lines = body.split('\n');
    const status = (lines.pop() ?? '').trim();
    if (!status.startsWith('200')) return status;
    const { pod, path } = JSON.parse(lines.join('\n')) as { pod: string; path: string };
    return `${pod} ${path}`;
  };
  return { cluster, client, get, curl, podIP };
}

const ingress = (spec: string, annotations = '', name = 'shop'): string =>
  `---\n{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: ${name}, namespace: shop, annotations: { ${annotations} } }, spec: { ingressClassName: nginx, ${spec} } }\n`;

const backend = (name: string, port = 'number: 80'): string =>
  `backend: { service: { name: ${name}, port: { ${port} } } }`;
const path = (text: string, type: string, name: string): string =>
  `{ path: "${text}", pathType: ${type}, ${backend(name)} }`;
const rule = (host: string, ...paths: readonly string[]): string =>
  `{ ${host ? `host: "${host}", ` : ''}http: { paths: [${paths.join(', ')}] } }`;
const rules = (...all: readonly string[]): string => `rules: [${all.join(', ')}]`;

describe('a request goes', () => {
  const fanOut = ingress(
    rules(
      rule(
        'shop.example',
        path('/tea', 'Prefix', 'tea'),
        path('/milk', 'Exact', 'milk'),
        path('/m', 'ImplementationSpecific', 'tea'),
      ),
      rule('*.shop.example', path('/', 'Prefix', 'milk')),
    ),
  );

  test.each([
    ['http://shop.example/tea', 'tea /tea'],
    ['http://shop.example/tea/green?hot=1', 'tea /tea/green?hot=1'],
    ['http://shop.example/teapot', '404'],
    ['http://shop.example/milk', 'milk /milk'],
    ['http://shop.example/milk/', 'tea /milk/'],
    ['http://shop.example/mug', 'tea /mug'],
    ['http://shop.example/', '404'],
    ['http://SHOP.example/tea', 'tea /tea'],
    ['http://a.shop.example/x', 'milk /x'],
    ['http://a.b.shop.example/x', '404'],
    ['http://other.example/tea', '404'],
  ])('%s: %s', async (url, expected) => {
    expect(await (await openShop(fanOut)).get(url)).toBe(expected);
  });

  test('to the rule for all hosts, or to the default backend', async () => {
    const shop = await openShop(
      ingress(rules(rule('', path('/tea', 'Prefix', 'tea')))) +
        ingress(`defaultBackend: { service: { name: milk, port: { name: http } } }`, '', 'rest'),
    );
    expect(await shop.get('http://any.example/tea')).toBe('tea /tea');
    expect(await shop.get('http://any.example/other')).toBe('milk /other');
  });

  test.each([
    [
      'a class that is not there',
      ingress(rules(rule('', path('/', 'Prefix', 'tea')))).replace(
        'ingressClassName: nginx',
        'ingressClassName: ngnix',
      ),
      '404',
    ],
    [
      'no class',
      ingress(rules(rule('', path('/', 'Prefix', 'tea')))).replace('ingressClassName: nginx, ', ''),
      '404',
    ],
    ['a Service that is not there', ingress(rules(rule('', path('/', 'Prefix', 'coffee')))), '503'],
    [
      'a port that the Service has not',
      ingress(rules(rule('', `{ path: /, pathType: Prefix, ${backend('tea', 'number: 3000')} }`))),
      '503',
    ],
    ['a Service without endpoints', ingress(rules(rule('', path('/', 'Prefix', 'empty')))), '503'],
    ['a pattern that is no prefix', ingress(rules(rule('', path('/tea(/|$)(.*)', 'Prefix', 'tea')))), '404'],
  ])('nowhere with %s', async (_, manifest, expected) => {
    expect(await (await openShop(manifest)).get('http://any.example/tea')).toBe(expected);
  });

  test('without a class where the controller takes such', async () => {
    const manifest = ingress(rules(rule('', path('/', 'Prefix', 'tea')))).replace(
      'ingressClassName: nginx, ',
      '',
    );
    const shop = await openShop(manifest, ['--watch-ingress-without-class=true']);
    expect(await shop.get('http://any.example/')).toBe('tea /');
  });
});

describe('an annotation', () => {
  const nginx = (name: string, value: string): string => `"nginx.ingress.kubernetes.io/${name}": "${value}"`;

  test.each([
    ['/', '/tea', 'http://any.example/tea/green', 'tea /'],
    ['/$2', '/tea(/|$)(.*)', 'http://any.example/tea/green?hot=1', 'tea /green?hot=1'],
    ['/$2', '/tea(/|$)(.*)', 'http://any.example/tea', 'tea /'],
    ['/$2', '/tea(/|$)(.*)', 'http://any.example/teapot', '404'],
  ])('rewrite-target %s of %s: %s gives %s', async (target, pattern, url, expected) => {
    const manifest = ingress(
      rules(rule('', path(pattern, 'ImplementationSpecific', 'tea'))),
      nginx('rewrite-target', target),
    );
    expect(await (await openShop(manifest)).get(url)).toBe(expected);
  });

  test('for TLS is obeyed: what has a certificate is sent there, unless it says otherwise', async () => {
    const spec = `tls: [{ hosts: [shop.example], secretName: shop }], ${rules(rule('shop.example', path('/', 'Prefix', 'tea')))}`;
    expect(await (await openShop(ingress(spec))).get('http://shop.example/a?b')).toBe(
      '308 https://shop.example/a?b',
    );
    for (const [value, answer] of [
      ['false', 'tea /a'],
      ['F', 'tea /a'],
      ['no', '308 https://shop.example/a'],
    ] as const) {
      const shop = await openShop(ingress(spec, nginx('ssl-redirect', value)));
      expect(await shop.get('http://shop.example/a'), value).toBe(answer);
    }
  });

  test('that nothing looks at is refused by name', async () => {
    const shop = await openShop(
      ingress(rules(rule('', path('/', 'Prefix', 'tea'))), nginx('canary', 'true')),
    );
    expect(await shop.get('http://any.example/')).toBe('501');
    expect(await shop.curl('http://any.example/')).toBe(
      'sandbox: annotation nginx.ingress.kubernetes.io/canary is not simulated\n',
    );
  });
});

test.each([
  [['--default-backend-service=shop/milk'], '', 'flag --default-backend-service of ingress-nginx'],
  [['--configmap=shop/own'], 'ssl-redirect', 'setting ssl-redirect of ingress-nginx'],
  [['--configmap=shop/own', '--election-id=a'], 'allow-snippet-annotations', ''],
])('with %j and the setting %j refuses %j', async (flags, key, refused) => {
  const settings = key
    ? `---\n{ apiVersion: v1, kind: ConfigMap, metadata: { name: own, namespace: shop }, data: { ${key}: "false" } }\n`
    : '';
  const shop = await openShop(ingress(rules(rule('', path('/', 'Prefix', 'tea')))) + settings, flags);
  expect(await shop.curl('http://any.example/')).toMatch(
    refused ? `sandbox: ${refused} is not simulated\n` : '"pod": "tea"',
  );
});

test('a Service that is a name outside is refused by name', async () => {
  const outside =
    '---\n{ apiVersion: v1, kind: Service, metadata: { name: out, namespace: shop }, spec: { type: ExternalName, externalName: httpbin.org, ports: [{ port: 80 }] } }\n';
  const shop = await openShop(ingress(rules(rule('', path('/', 'Prefix', 'out')))) + outside);
  expect(await shop.curl('http://any.example/')).toBe(
    'sandbox: an Ingress to a Service of type ExternalName is not simulated\n',
  );
});

test('the endpoint sees the host that was asked for, and who asked', async () => {
  const shop = await openShop(ingress(rules(rule('shop.example', path('/', 'Prefix', 'tea')))));
  const { host, headers } = JSON.parse(await shop.curl('http://shop.example/')) as {
    host: string;
    headers: Record<string, string[]>;
  };
  expect(host).toBe('shop.example');
  expect(headers['X-Forwarded-Host']).toEqual(['shop.example']);
  expect(headers['X-Real-Ip']).toEqual([shop.client.status?.podIP]);
});
