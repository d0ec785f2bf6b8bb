import { describe, expect, test } from 'vitest';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import { OneWorld, type Ran } from './one-world.ts';

/** A pod of an image, and what somebody beside it gets from one of its ports. */
async function ask(
  image: string,
  url: string,
  container: object = {},
  curl: readonly string[] = [],
): Promise<Ran> {
  const cluster = new OneWorld();
  const pod = cluster.pod('app', { image, container });
  const client = cluster.pod('client', { image: 'curlimages/curl', container: { command: ['sleep', '60'] } });
  await cluster.until(pod, 'running');
  const { podIP = '' } = (pod as PodObject).status ?? {};
  // A process that has begun to run may not listen yet.
  const retry = ['--retry', '20', '--retry-delay', '1', '--retry-connrefused'];
  return cluster.exec(client, ['curl', '-s', ...retry, ...curl, `http://${podIP}${url}`]);
}

describe('an image', () => {
  test.for([
    ['nginx:1.27', ':80/', /<h1>Welcome to nginx!<\/h1>/, {}],
    ['nginx', '/missing', /404 Not Found/, {}],
    ['nginxinc/nginx-unprivileged', ':8080/', /Welcome to nginx/, {}],
    [
      'us-docker.pkg.dev/google-samples/containers/gke/hello-app:2.0',
      ':8080/',
      /^Hello, world!\nVersion: 2\.0\.0\nHostname: app\n$/,
      {},
    ],
    ['registry.k8s.io/e2e-test-images/agnhost:2.40', ':8080/hostname', /^app$/, { args: ['netexec'] }],
    ['registry.k8s.io/e2e-test-images/agnhost:2.40', ':9376/', /^app$/, { args: ['serve-hostname'] }],
    ['registry.k8s.io/echoserver:1.10', ':8080/a?b=c', /real path=\/a\?b=c/, {}],
    ['gcr.io/k8s-staging-gateway-api/echo-basic:v1', ':3000/a', /"path": "\/a"/, {}],
    [
      'docker.io/jocatalin/kubernetes-bootcamp:v2',
      ':8080/',
      /^Hello Kubernetes bootcamp! \| Running on: app \| v=2\n$/,
      {},
    ],
    ['hashicorp/http-echo', ':5678/', /^hello you\n$/, { args: ['-text=hello you'] }],
    ['traefik/whoami', ':80/', /^Hostname: app\n/, {}],
    ['jmalloc/echo-server', ':8080/', /^Request served by app\n/, {}],
    ['mccutchen/go-httpbin', ':8080/get?a=1', /"a": \[\s+"1"\s+\]/, {}],
  ] as const)('called %s answers %s', async ([image, url, expected, container]) => {
    const { stdout, code } = await ask(image, url, container);
    expect(stdout).toMatch(expected);
    expect(code).toBe(0);
  });
});

describe('nginx', () => {
  const withConfig = (config: string) => ({
    command: [
      'sh',
      '-c',
      `cat > /etc/nginx/conf.d/default.conf <<'END'\n${config}\nEND\nexec nginx -g 'daemon off;'`,
    ],
  });

  test('does what its configuration says', async () => {
    const config = `server { listen 8080; location = /a { return 200 "a of $hostname\\n"; } location / { return 301 /b$request_uri; } }`;
    expect((await ask('nginx', ':8080/a', withConfig(config))).stdout).toBe('a of app\n');
    const moved = await ask('nginx', ':8080/c', withConfig(config), [
      '-o',
      '/dev/null',
      '-w',
      '%{http_code} %{redirect_url}',
    ]);
    expect(moved.stdout).toMatch(/^301 http:\/\/10\.244\.1\.\d+:8080\/b\/c$/);
  });

  test('serves what somebody writes into its folder', async () => {
    const script = "echo mine > /usr/share/nginx/html/index.html; exec nginx -g 'daemon off;'";
    expect((await ask('nginx', '/', { command: ['sh', '-c', script] })).stdout).toBe('mine\n');
  });

  test.for([
    [
      'server { listen 80; rewrite ^ /x; }',
      'sandbox: nginx\'s directive "rewrite" is not simulated (line 1)',
    ],
    ['server { listen 80;', 'unexpected end of file, expecting "}" in /etc/nginx/conf.d/default.conf:1'],
  ] as const)('does not start with %s', async ([config, message]) => {
    const cluster = new OneWorld();
    const pod = cluster.pod('app', { image: 'nginx', container: withConfig(config) });
    await cluster.until(pod, 'terminated');
    expect(await cluster.logs(pod)).toContain(`nginx: [emerg] ${message}`);
  });
});

describe('redis', () => {
  test('keeps what its client in the pod gives it', async () => {
    const cluster = new OneWorld();
    const pod = cluster.pod('db', { image: 'redis:7' });
    await cluster.until(pod, 'running');
    const cli = async (...args: string[]): Promise<string> =>
      (await cluster.exec(pod, ['redis-cli', ...args])).stdout;
    expect(await cli('ping')).toBe('PONG\n');
    expect(await cli('set', 'a', '1')).toBe('OK\n');
    expect(await cli('incr', 'a')).toBe('2\n');
    expect(await cli('rpush', 'l', 'x', 'y')).toBe('2\n');
    expect(await cli('lrange', 'l', '0', '-1')).toBe('x\ny\n');
    expect(await cli('zadd', 'z', '1', 'm')).toBe("sandbox: redis's command ZADD is not simulated\n");
  });
});

test('perl prints as many digits of pi as it is asked for, and refuses another program', async () => {
  const cluster = new OneWorld();
  const pi = cluster.pod('pi', {
    image: 'perl:5.34',
    container: { command: ['perl', '-Mbignum=bpi', '-wle', 'print bpi(30)'] },
  });
  await cluster.until(pi, 'terminated');
  expect(await cluster.logs(pi)).toBe('3.14159265358979323846264338328\n');
  const other = cluster.pod('other', {
    image: 'perl:5.34',
    container: { command: ['perl', '-e', 'print 1'] },
  });
  await cluster.until(other, 'terminated');
  expect(await cluster.logs(other)).toBe('sandbox: perl -e print 1 is not simulated\n');
});

describe('wget in a pod', () => {
  test('sends the headers and the body that it is told, and writes what it gets where it is told', async () => {
    const cluster = new OneWorld();
    const server = cluster.pod('app', { image: 'mccutchen/go-httpbin' });
    const client = cluster.pod('client', { image: 'busybox', container: { command: ['sleep', '60'] } });
    await cluster.until(server, 'running');
    const { podIP = '' } = (server as PodObject).status ?? {};
    const script = `for try in 1 2 3 4 5; do wget -q --spider http://${podIP}:8080/get && break; sleep 0.2; done
wget -q -O - --header 'X-Of: me' --post-data a=b http://${podIP}:8080/post`;
    const { stdout, code } = await cluster.exec(client, ['sh', '-c', script]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ data: 'a=b', headers: { 'X-Of': ['me'] } });
  });
});

test.each([
  ['istio/ztunnel:1.29.3', ':15020/metrics', '# sandbox: metrics of ztunnel are not simulated\n'],
  ['istio/ztunnel:1.29.3', ':15000/config_dump', 'sandbox: /config_dump of ztunnel is not simulated\n'],
  ['istio/proxyv2:1.29.3', ':15000/stats', 'sandbox: /stats of envoy is not simulated\n'],
])('what %s would tell of itself at %s is refused by name', async (image, url, expected) => {
  const cluster = new OneWorld();
  const pod = cluster.pod('proxy', { image });
  await cluster.until(pod, 'running');
  expect((await cluster.exec(pod, ['curl', '-s', `localhost${url}`])).stdout).toBe(expected);
});

describe('fortio', () => {
  async function fortio(...argv: readonly string[]): Promise<Ran> {
    const cluster = new OneWorld();
    const pod = cluster.pod('fortio', { image: 'fortio/fortio' });
    await cluster.until(pod, 'running');
    await cluster.listening(pod, 8080);
    const { podIP = '' } = (pod as PodObject).status ?? {};
    return cluster.exec(pod, ['fortio', ...argv.map((word) => word.replace('HERE', `http://${podIP}:8080`))]);
  }

  test('makes as many calls as it is asked to, and counts what came of them', async () => {
    const { code, stdout } = await fortio('load', '-c', '3', '-qps', '0', '-n', '20', 'HERE/echo?status=503');
    expect(stdout).toContain('with 3 thread(s) for exactly 20 calls (6 per thread + 2)\n');
    expect(stdout).toContain('\nCode 503 : 20 (100.0 %)\n');
    expect(stdout).toMatch(/^All done 20 calls \(plus 0 warmup\) [\d.]+ ms avg, [\d.]+ qps$/m);
    expect(code).toBe(0);
  });

  test.each([
    [['load', '-n', '4', '-qps', '0', '-c', '1', 'http://nobody.example:80/'], 'Code  -1 : 4 (100.0 %)'],
    [['curl', 'HERE/echo?status=500'], 'HTTP/1.1 500'],
    [['load', '-grpc', 'HERE'], "sandbox: fortio's flag -grpc is not simulated"],
    [['report'], 'sandbox: fortio report is not simulated'],
  ])('that is not answered well is 1: %j', async (argv, said) => {
    const { code, stdout, stderr } = await fortio(...argv);
    expect(stdout + stderr).toContain(said);
    expect(code).toBe(1);
  });

  test('echoes what is sent to it', async () => {
    expect((await fortio('curl', '-payload', 'a body', 'HERE/')).stdout).toBe('a body');
  });
});
