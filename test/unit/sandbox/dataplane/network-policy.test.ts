import { describe, expect, test } from 'vitest';
import { OneWorld, type Ran } from '../workloads/one-world.ts';
import { openShop } from './shop.ts';

const sleeping = { image: 'curlimages/curl:8.11.0', container: { command: ['sleep', '600'] } };

/** A server in `shop`, its Service, a friend and a stranger beside it, a friend in another namespace, and DNS. */
async function openMarket(policies = '') {
  const cluster = new OneWorld();
  cluster.apply(`
{ apiVersion: v1, kind: Namespace, metadata: { name: other, labels: { team: other } } }
---
{ apiVersion: v1, kind: Namespace, metadata: { name: kube-system } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { clusterIP: 10.96.7.7, selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
---
apiVersion: v1
kind: Service
metadata: { name: kube-dns, namespace: kube-system }
spec: { clusterIP: 10.96.0.10, selector: { k8s-app: kube-dns }, ports: [{ port: 53, protocol: UDP }] }
`);
  const web = cluster.pod('web', {
    image: 'registry.k8s.io/e2e-test-images/agnhost:2.53',
    labels: { app: 'web', tier: 'front' },
    container: { args: ['netexec'], ports: [{ name: 'http', containerPort: 8080 }] },
  });
  cluster.pod('dns', {
    image: 'registry.k8s.io/coredns/coredns:v1.12.0',
    namespace: 'kube-system',
    labels: { 'k8s-app': 'kube-dns' },
  });
  const clients = {
    friend: cluster.pod('friend', { ...sleeping, labels: { role: 'friend' } }),
    stranger: cluster.pod('stranger', sleeping),
    neighbour: cluster.pod('neighbour', { ...sleeping, namespace: 'other', labels: { role: 'friend' } }),
  };
  for (const pod of [web, ...Object.values(clients)]) await cluster.until(pod, 'running');
  await cluster.listening(web, 8080);
  cluster.apply(policies);
  type Client = keyof typeof clients;
  const run = (client: Client, ...argv: readonly string[]): Promise<Ran> =>
    cluster.exec(clients[client], argv);
  const get = (client: Client, url: string, ...args: readonly string[]): Promise<Ran> =>
    run(client, 'curl', '-sS', '--connect-timeout', '0.05', ...args, url);
  /** Which clients get an answer. */
  const admitted = async (url = 'http://web.shop/hostname'): Promise<string> => {
    const names: string[] = [];
    for (const client of Object.keys(clients) as Client[]) {
      const { code, stdout } = await get(client, url);
      if (code === 0 && stdout === 'web') names.push(client);
    }
    return names.join(' ') || 'nobody';
  };
  return { cluster, web, clients, run, get, admitted };
}

const policy = (spec: string, name = 'policy', namespace = 'shop'): string =>
  `---\n{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: ${name}, namespace: ${namespace} }, spec: ${spec} }\n`;

const everybody = 'friend stranger neighbour';

describe('what comes in', () => {
  test.each([
    ['no policy', '', everybody],
    ['a policy without rules', policy('{ podSelector: {} }'), 'nobody'],
    ['one for other pods', policy('{ podSelector: { matchLabels: { app: shop } } }'), everybody],
    ['one in another namespace', policy('{ podSelector: {} }', 'deny', 'other'), everybody],
    [
      'one about what goes out',
      policy('{ podSelector: { matchLabels: { app: web } }, policyTypes: [Egress] }'),
      everybody,
    ],
    ['an empty rule', policy('{ podSelector: {}, ingress: [{}] }'), everybody],
    [
      'labels',
      policy(
        '{ podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { role: friend } } }] }] }',
      ),
      'friend',
    ],
    [
      'a selector by expression',
      policy(
        '{ podSelector: { matchExpressions: [{ key: tier, operator: In, values: [front] }] }, ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: role, operator: DoesNotExist }] } }] }] }',
      ),
      'stranger',
    ],
    [
      'a namespace',
      policy(
        '{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: other } } }] }] }',
      ),
      'neighbour',
    ],
    [
      'a namespace that nobody is in',
      policy(
        '{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: others } } }] }] }',
      ),
      'nobody',
    ],
    [
      'labels in a namespace, in one peer',
      policy(
        '{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: other } }, podSelector: { matchLabels: { role: foe } } }] }] }',
      ),
      'nobody',
    ],
    [
      'labels or a namespace, in two peers',
      policy(
        '{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: other } } }, { podSelector: { matchLabels: { role: friend } } }] }] }',
      ),
      'friend neighbour',
    ],
    [
      'all namespaces',
      policy('{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }] }] }'),
      everybody,
    ],
    [
      'its own namespace',
      policy('{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }'),
      'friend stranger',
    ],
    [
      'a block',
      policy('{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.244.0.0/16 } }] }] }'),
      everybody,
    ],
    [
      'a block with exceptions',
      policy(
        '{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.244.0.0/16, except: [10.244.1.0/24] } }] }] }',
      ),
      'nobody',
    ],
    ['the port of the pod', policy('{ podSelector: {}, ingress: [{ ports: [{ port: 8080 }] }] }'), everybody],
    [
      'the port of the Service, which pods never see',
      policy('{ podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] }'),
      'nobody',
    ],
    ['a port by name', policy('{ podSelector: {}, ingress: [{ ports: [{ port: http }] }] }'), everybody],
    [
      'a name that no container has',
      policy('{ podSelector: {}, ingress: [{ ports: [{ port: web }] }] }'),
      'nobody',
    ],
    [
      'a range',
      policy('{ podSelector: {}, ingress: [{ ports: [{ port: 8000, endPort: 8080 }] }] }'),
      everybody,
    ],
    [
      'a range beside it',
      policy('{ podSelector: {}, ingress: [{ ports: [{ port: 8000, endPort: 8079 }] }] }'),
      'nobody',
    ],
    [
      'another protocol',
      policy('{ podSelector: {}, ingress: [{ ports: [{ port: 8080, protocol: UDP }] }] }'),
      'nobody',
    ],
    [
      'two policies, which add up',
      `${policy('{ podSelector: {} }', 'deny')}${policy('{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ podSelector: { matchLabels: { role: friend } } }] }] }')}`,
      'friend',
    ],
  ])('%s', async (_, policies, expected) => {
    expect(await (await openMarket(policies)).admitted()).toBe(expected);
  });

  test('what is dropped times out, and is not refused', async () => {
    const { get, run } = await openMarket(policy('{ podSelector: { matchLabels: { app: web } } }'));
    expect(await get('friend', 'http://web.shop/')).toMatchObject({
      code: 28,
      stderr: expect.stringMatching(/^curl: \(28\) Connection timed out after \d+ milliseconds\n$/),
    });
    expect((await run('friend', 'sh', '-c', 'nc -w 1 -zv web.shop 80')).code).toBe(1);
  });

  test('a port-forward and probes come from the node, which no policy stops', async () => {
    const { cluster, web } = await openMarket(policy('{ podSelector: {} }'));
    expect(await cluster.world.runtime.connect(web, 8080)).toBeDefined();
  });
});

const toWeb = '{ to: [{ podSelector: { matchLabels: { app: web } } }] }';
const dns = '{ ports: [{ port: 53, protocol: UDP }] }';
const out = (...rules: readonly string[]): string =>
  policy(
    `{ podSelector: { matchLabels: { role: friend } }, policyTypes: [Egress], egress: [${rules.join(', ')}] }`,
  );

describe('what goes out', () => {
  test.each([
    ['nothing', out(), 'stranger neighbour'],
    ['to the server, by name, without DNS', out(toWeb), 'stranger neighbour'],
    ['to the server and to DNS', out(toWeb, dns), everybody],
    ['DNS over the wrong protocol', out(toWeb, '{ ports: [{ port: 53 }] }'), 'stranger neighbour'],
    [
      'to the address of the Service, which packets no longer have',
      out('{ to: [{ ipBlock: { cidr: 10.96.7.7/32 } }] }', dns),
      'stranger neighbour',
    ],
    ['to the addresses of pods', out('{ to: [{ ipBlock: { cidr: 10.244.0.0/16 } }] }'), everybody],
    ['by the name of the port there', out('{ ports: [{ port: http }] }', dns), everybody],
    [
      'nothing, since there is a rule for it',
      policy(
        '{ podSelector: { matchLabels: { role: friend } }, egress: [{ to: [{ podSelector: { matchLabels: { app: db } } }] }] }',
      ),
      'stranger neighbour',
    ],
  ])('%s', async (_, policies, expected) => {
    expect(await (await openMarket(policies)).admitted()).toBe(expected);
  });

  test('a name that no server answers for is given up', async () => {
    const { get, run } = await openMarket(out());
    expect((await get('friend', 'http://web/')).stderr).toMatch(
      /^curl: \(28\) Resolving timed out after \d+ milliseconds\n$/,
    );
    expect(await run('friend', 'nslookup', '-timeout=0', 'web')).toEqual({
      code: 1,
      stdout: ';; connection timed out; no servers could be reached\n\n',
      stderr: '',
    });
    expect((await run('stranger', 'nslookup', 'web')).stdout).toContain('Address: 10.96.7.7\n');
  });

  test('the internet is let through by its addresses', async () => {
    const url = 'http://httpbin.org/status/200';
    const closed = await openMarket(out(dns));
    expect((await closed.get('friend', url)).code).toBe(28);
    const open = await openMarket(
      out(dns, '{ to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }] }'),
    );
    expect((await open.get('friend', url)).code).toBe(0);
    expect(await open.admitted()).toBe('stranger neighbour');
  });

  test('a policy in front of the DNS pods stops look-ups from everywhere', async () => {
    const { admitted } = await openMarket(policy('{ podSelector: {} }', 'deny', 'kube-system'));
    expect(await admitted()).toBe('nobody');
  });

  test('a pod always reaches itself, by its Service too', async () => {
    const { cluster, web } = await openMarket(
      policy(
        '{ podSelector: {}, policyTypes: [Ingress, Egress], egress: [{ ports: [{ port: 53, protocol: UDP }] }] }',
      ),
    );
    expect((await cluster.exec(web, ['curl', '-s', '-m', '1', 'http://web.shop/hostname'])).stdout).toBe(
      'web',
    );
  });
});

describe('in the mesh', () => {
  const front = 'http://front:9080/productpage';
  const ports = (...numbers: readonly number[]): string =>
    policy(
      `{ podSelector: { matchLabels: { app: front } }, ingress: [{ ports: [${numbers.map((port) => `{ port: ${port} }`).join(', ')}] }] }`,
    );

  test('the network only sees the port of the tunnel', async () => {
    const clusters = await openShop();
    await clusters.apply(ports(9080));
    expect(await clusters.curl(clusters.east, 'client', '-m', '0.1', front)).toMatch(/ exit 28$/);
    await clusters.apply(ports(9080, 15008));
    expect(await clusters.curl(clusters.east, 'client', front)).toMatch(/^200 /);
  });

  test('names of Services are answered in the pod, though DNS is out of reach', async () => {
    const clusters = await openShop();
    await clusters.apply(
      policy(
        '{ podSelector: { matchLabels: { app: client } }, policyTypes: [Egress], egress: [{ ports: [{ port: 15008 }] }] }',
      ),
    );
    expect(await clusters.curl(clusters.east, 'client', front)).toMatch(/^200 /);
    expect(await clusters.curl(clusters.east, 'client', '-m', '0.1', 'http://httpbin.org')).toMatch(
      / exit 28$/,
    );
  });
});
