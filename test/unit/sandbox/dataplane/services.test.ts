import { describe, expect, test } from 'vitest';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import { OneWorld } from '../workloads/one-world.ts';

const nodes = { one: '172.18.0.2', two: '172.18.0.3', three: '172.18.0.4' } as const;
type Node = keyof typeof nodes;

const on = (node: Node, status: object = {}) => ({
  spec: { nodeName: node },
  status: { hostIP: nodes[node], ...status },
});

/** Three nodes; servers `a` on the first and `b` on the second, a client on each. */
async function openNodes(service: string, more = '') {
  const cluster = new OneWorld();
  for (const [name, address] of Object.entries(nodes)) {
    cluster.world.store.create('nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: { 'topology.kubernetes.io/zone': `zone-${name}` } },
      status: { addresses: [{ type: 'InternalIP', address }] },
    } as unknown as PodObject);
  }
  const server = (name: string, node: Node): PodObject =>
    cluster.pod(name, {
      image: 'registry.k8s.io/e2e-test-images/agnhost:2.53',
      labels: { app: 'web' },
      container: { args: ['netexec'], ports: [{ name: 'http', containerPort: 8080, hostPort: 9090 }] },
      ...on(node),
    });
  const servers = [server('a', 'one'), server('b', 'two')];
  const client = (node: Node): PodObject =>
    cluster.pod(`client-${node}`, {
      image: 'curlimages/curl:8.11.0',
      container: { command: ['sleep', '600'] },
      ...on(node),
    });
  const clients = { one: client('one'), two: client('two'), three: client('three') };
  for (const pod of Object.values(clients)) await cluster.until(pod, 'running');
  for (const pod of servers) {
    await cluster.until(pod, 'running');
    await cluster.listening(pod, 8080);
  }
  cluster.apply(
    `{ apiVersion: v1, kind: Service, metadata: { name: web, namespace: shop }, spec: { selector: { app: web }, ${service} } }\n---\n${more}`,
  );
  const run = (node: Node, ...argv: readonly string[]) => cluster.exec(clients[node], argv);
  const get = async (node: Node, url: string): Promise<string> => {
    const { code, stdout } = await run(node, 'curl', '-s', '--connect-timeout', '0.05', url);
    return code ? `exit ${code}` : stdout;
  };
  /** Who answers, asked many times. */
  const answers = async (node: Node, url = 'http://web/hostname'): Promise<string> => {
    const seen = new Set<string>();
    for (let turn = 0; turn < 16; turn += 1) seen.add(await get(node, url));
    return [...seen].toSorted().join(' ');
  };
  return { cluster, clients, run, get, answers };
}

const ports = 'ports: [{ name: http, port: 80, targetPort: http }]';

describe('a Service', () => {
  test('goes to all of its endpoints', async () => {
    expect(await (await openNodes(ports)).answers('three')).toBe('a b');
  });

  test('with affinity gives each client one endpoint, as long as that is there', async () => {
    const { cluster, answers } = await openNodes(`sessionAffinity: ClientIP, ${ports}`);
    const first = await answers('three');
    expect(first).toMatch(/^[ab]$/);
    cluster.world.store.mutate({ resource: 'pods', namespace: 'shop', name: first }, (pod) => ({
      ...pod,
      status: { ...(pod.status as object), conditions: [] },
    }));
    expect(await answers('three')).toBe(first === 'a' ? 'b' : 'a');
  });

  test('that keeps to the node of the client has nothing where no endpoint is', async () => {
    const { answers, get } = await openNodes(`internalTrafficPolicy: Local, ${ports}`);
    expect(await answers('one')).toBe('a');
    expect(await answers('two')).toBe('b');
    expect(await get('three', 'http://web/hostname')).toBe('exit 28');
  });

  test('that prefers what is close goes to the zone of the client, or to all where it has none there', async () => {
    const { answers } = await openNodes(`trafficDistribution: PreferClose, ${ports}`);
    expect(await answers('one')).toBe('a');
    expect(await answers('two')).toBe('b');
    expect(await answers('three')).toBe('a b');
  });

  test('is only there for its protocol', async () => {
    const { get } = await openNodes('ports: [{ port: 80, targetPort: 8080, protocol: UDP }]');
    expect(await get('one', 'http://web/hostname')).toBe('exit 28');
  });

  test('answers at the addresses that it says are its own', async () => {
    const { answers, get } = await openNodes(`externalIPs: [192.0.2.7], ${ports}`);
    expect(await answers('one', 'http://192.0.2.7/hostname')).toBe('a b');
    expect(await get('one', 'http://192.0.2.8/hostname')).toBe('exit 28');
  });

  test.each([
    ['203.0.113.0/24', 'exit 28'],
    ['10.244.0.0/16', 'a b'],
  ])('with a load balancer for %s is there for nobody else', async (range, answer) => {
    const { cluster, answers } = await openNodes(
      `type: LoadBalancer, loadBalancerSourceRanges: ["${range}"], ports: [{ port: 80, targetPort: 8080 }]`,
    );
    const key = { resource: 'services', namespace: 'shop', name: 'web' };
    cluster.world.store.mutate(key, (service) => ({
      ...service,
      status: { loadBalancer: { ingress: [{ ip: '172.18.0.100' }] } },
    }));
    expect(await answers('one', 'http://172.18.0.100/hostname')).toBe(answer);
    expect(await answers('one')).toBe('a b');
  });

  test('without ready pods refuses, unless it publishes those too', async () => {
    for (const [publish, expected] of [
      [false, 'exit 7'],
      [true, 'a b'],
    ] as const) {
      const { cluster, answers } = await openNodes(`publishNotReadyAddresses: ${publish}, ${ports}`);
      for (const name of ['a', 'b']) {
        cluster.world.store.mutate({ resource: 'pods', namespace: 'shop', name }, (pod) => ({
          ...pod,
          status: { ...(pod.status as object), conditions: [] },
        }));
      }
      expect(await answers('three')).toBe(expected);
    }
  });
});

describe('a node', () => {
  const nodePort = 'type: NodePort, ports: [{ port: 80, targetPort: http, nodePort: 30080 }]';

  test('has the ports of Services, and calls on in its own name', async () => {
    const { answers, get } = await openNodes(nodePort);
    expect(await answers('one', `http://${nodes.three}:30080/hostname`)).toBe('a b');
    expect(await get('one', `http://${nodes.three}:30080/clientip`)).toMatch(/^172\.18\.0\.4:/);
    expect(await get('one', `http://${nodes.three}:30081/hostname`)).toBe('exit 7');
  });

  test('that keeps to its own endpoints drops what it has none for', async () => {
    const { answers, get } = await openNodes(`externalTrafficPolicy: Local, ${nodePort}`);
    expect(await answers('three', `http://${nodes.one}:30080/hostname`)).toBe('a');
    expect(await get('three', `http://${nodes.one}:30080/clientip`)).toMatch(/^172\.18\.0\.4:/);
    expect(await get('one', `http://${nodes.three}:30080/hostname`)).toBe('exit 28');
    expect(await answers('three', `http://${nodes.three}:30080/hostname`)).toBe('a b');
  });

  test('has the ports that pods on it ask for', async () => {
    const { get } = await openNodes(ports);
    expect(await get('three', `http://${nodes.one}:9090/hostname`)).toBe('a');
    expect(await get('three', `http://${nodes.two}:9090/hostname`)).toBe('b');
    expect(await get('three', `http://${nodes.three}:9090/hostname`)).toBe('exit 7');
  });

  test('is what a policy sees of what comes through its ports', async () => {
    const policy = (cidr: string): string =>
      `{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: web, namespace: shop }, spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ ipBlock: { cidr: ${cidr} } }] }] } }`;
    const { answers } = await openNodes(nodePort, policy('172.18.0.4/32'));
    expect(await answers('one', `http://${nodes.three}:30080/hostname`)).toBe('a b');
    expect(await answers('one')).toBe('exit 28');
  });
});

describe('DNS', () => {
  const more = `
apiVersion: v1
kind: Service
metadata: { name: outside, namespace: shop }
spec: { type: ExternalName, externalName: httpbin.org }
---
apiVersion: v1
kind: Service
metadata: { name: alias, namespace: shop }
spec: { type: ExternalName, externalName: web.shop.svc.cluster.local }
---
apiVersion: v1
kind: Service
metadata: { name: old, namespace: shop }
spec: { clusterIP: None, ports: [{ name: db, port: 5432 }] }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: old-1, namespace: shop, labels: { kubernetes.io/service-name: old } }
addressType: IPv4
ports: [{ name: db, port: 5433 }]
endpoints:
  - { addresses: [192.0.2.1], hostname: main }
  - { addresses: [192.0.2.2] }
  - { addresses: [192.0.2.3], conditions: { ready: false } }
`;

  test.each([
    [['dig', '+short', 'web.shop.svc.cluster.local'], '10.96.9.9\n'],
    // The search list is for those who ask for it.
    [['dig', '+short', 'web'], ''],
    [['dig', '+short', '+search', 'web'], '10.96.9.9\n'],
    [['dig', '+short', 'outside.shop.svc.cluster.local', 'CNAME'], 'httpbin.org.\n'],
    [['dig', '+short', 'alias.shop.svc.cluster.local'], 'web.shop.svc.cluster.local.\n10.96.9.9\n'],
    [['dig', '+short', 'old.shop.svc.cluster.local'], '192.0.2.1\n192.0.2.2\n'],
    [['dig', '+short', 'main.old.shop.svc.cluster.local'], '192.0.2.1\n'],
    [['dig', '+short', '192-0-2-2.old.shop.svc.cluster.local'], '192.0.2.2\n'],
    [['dig', '+short', '192-0-2-3.old.shop.svc.cluster.local'], ''],
    [
      ['dig', '+short', 'SRV', '_http._tcp.web.shop.svc.cluster.local'],
      '0 100 80 web.shop.svc.cluster.local.\n',
    ],
    [
      ['dig', '+short', 'SRV', '_db._tcp.old.shop.svc.cluster.local'],
      '0 50 5433 main.old.shop.svc.cluster.local.\n0 50 5433 192-0-2-2.old.shop.svc.cluster.local.\n',
    ],
    [['dig', '+short', 'SRV', '_db._udp.old.shop.svc.cluster.local'], ''],
    [['dig', '+short', '-x', '10.96.9.9'], 'web.shop.svc.cluster.local.\n'],
    [
      ['host', 'alias'],
      'alias.shop.svc.cluster.local is an alias for web.shop.svc.cluster.local.\nweb.shop.svc.cluster.local has address 10.96.9.9\n',
    ],
    [['host', 'nobody'], 'Host nobody not found: 3(NXDOMAIN)\n'],
    [['getent', 'hosts', 'web'], '10.96.9.9       web.shop.svc.cluster.local\n'],
  ])('%j', async (argv, expected) => {
    const { cluster } = await openNodes(`clusterIP: 10.96.9.9, ${ports}`, more);
    const tools = cluster.pod('tools', {
      image: 'nicolaka/netshoot',
      container: { command: ['sleep', '600'] },
    });
    await cluster.until(tools, 'running');
    expect((await cluster.exec(tools, argv)).stdout).toBe(expected);
  });

  test('an old busybox shows names as its library gives them', async () => {
    const { cluster } = await openNodes(`clusterIP: 10.96.9.9, ${ports}`);
    const box = cluster.pod('box', { image: 'busybox:1.28', container: { command: ['sleep', '600'] } });
    await cluster.until(box, 'running');
    expect(await cluster.exec(box, ['nslookup', 'web'])).toEqual({
      code: 0,
      stdout:
        'Server:    10.96.0.10\nAddress 1: 10.96.0.10\n\nName:      web\nAddress 1: 10.96.9.9 web.shop.svc.cluster.local\n',
      stderr: '',
    });
    expect((await cluster.exec(box, ['nslookup', 'nobody'])).stderr).toBe(
      "nslookup: can't resolve 'nobody'\n",
    );
  });

  test.each([
    [{ dnsPolicy: 'Default' }, 6],
    [{ hostNetwork: true }, 6],
    [{ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }, 0],
    [{ dnsPolicy: 'None', dnsConfig: { nameservers: ['10.96.0.10'] } }, 6],
    [
      { dnsPolicy: 'None', dnsConfig: { nameservers: ['10.96.0.10'], searches: ['shop.svc.cluster.local'] } },
      0,
    ],
    [{ hostAliases: [{ ip: '10.96.9.9', hostnames: ['web'] }], dnsPolicy: 'Default' }, 0],
  ])('a pod with %j looks `web` up with exit code %i', async (spec, code) => {
    const { cluster } = await openNodes(`clusterIP: 10.96.9.9, ${ports}`);
    const pod = cluster.pod('asks', {
      image: 'curlimages/curl',
      container: { command: ['sleep', '600'] },
      ...on('three'),
      spec: { nodeName: 'three', ...spec },
    });
    await cluster.until(pod, 'running');
    expect((await cluster.exec(pod, ['curl', '-s', 'http://web/hostname'])).code).toBe(code);
  });
});
