import { describe, expect, test } from 'vitest';
import { OneWorld } from './one-world.ts';

/** A busybox that runs a script, and what a client beside it gets of its port 8080. */
async function serving(script: string) {
  const cluster = new OneWorld();
  const server = cluster.pod('server', {
    image: 'busybox:1.36',
    container: { command: ['sh', '-c', script] },
  });
  const client = cluster.pod('client', {
    image: 'curlimages/curl:8.11.0',
    container: { command: ['sleep', '600'] },
  });
  for (const pod of [server, client]) await cluster.until(pod, 'running');
  await cluster.listening(server, 8080);
  const { podIP = '' } = server.status ?? {};
  const get = (path: string, ...args: readonly string[]) =>
    cluster.exec(client, ['curl', '-s', '-w', ' %{http_code}', ...args, `http://${podIP}:8080${path}`]);
  return { cluster, server, client, podIP, get };
}

describe('httpd of busybox', () => {
  const www = 'mkdir -p /www/a; echo hello > /www/index.html; echo "{}" > /www/a/b.json;';

  test.each([
    [`${www} httpd -f -p 8080 -h /www`],
    [`${www} httpd -p 8080 -h /www; sleep 600`],
    [`${www} cd /www && httpd -f -v -p 0.0.0.0:8080`],
  ])('%s', async (script) => {
    const { get } = await serving(script);
    expect((await get('/')).stdout).toBe('hello\n 200');
    expect((await get('/a/b.json')).stdout).toBe('{}\n 200');
    expect((await get('/a')).stdout).toBe(' 302');
    expect((await get('/missing')).stdout).toContain('<H1>404 Not Found</H1>');
    expect((await get('/../etc/hosts')).stdout).toContain('404');
  });

  test('a port that is taken, and an option that is not simulated', async () => {
    const { cluster, server } = await serving(`${www} httpd -f -p 8080 -h /www`);
    expect(await cluster.exec(server, ['httpd', '-p', '8080'])).toMatchObject({
      code: 1,
      stderr: 'httpd: bind: Address already in use\n',
    });
    expect(await cluster.exec(server, ['httpd', '-f', '-c', '/etc/httpd.conf'])).toMatchObject({
      code: 2,
      stderr: 'sandbox: httpd -c is not simulated\n',
    });
  });
});

describe('nc that listens', () => {
  test('says what it reads, once', async () => {
    const { cluster, server, get } = await serving(
      'printf "HTTP/1.1 200 OK\\r\\nX-By: nc\\r\\n\\r\\nhi\\n" | nc -l -p 8080; echo over; sleep 600',
    );
    expect((await get('/a', '-i')).stdout).toMatch(/^HTTP\/1\.1 200 OK\r\nX-By: nc\r\n\r\nhi\n 200$/);
    expect((await get('/a')).code).toBe(7);
    await expect.poll(() => cluster.logs(server)).toMatch(/^GET \/a HTTP\/1\.1\r\n[\s\S]*\nover\n$/);
  });

  test('says what a program says, again and again', async () => {
    const { get } = await serving(
      'nc -lk -p 8080 -e sh -c \'read m p v; printf "HTTP/1.0 404 No\\n\\n$p\\n"\'',
    );
    expect((await get('/one')).stdout).toBe('/one\n 404');
    expect((await get('/two')).stdout).toBe('/two\n 404');
  });

  test('what is no HTTP is refused by name, and nothing at all is a closed connection', async () => {
    expect(await (await serving('echo hello | nc -l -p 8080')).get('/')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining(' 000'),
    });
    expect((await (await serving('nc -l -p 8080 < /dev/null')).get('/')).code).toBe(56);
  });

  test.each([
    [['nc', '-zv', '-w', '1', 'HOST', '8080'], 0, /open\n$/],
    [['nc', '-zv', '-w1', 'HOST', '81'], 1, /Connection refused\n$/],
    [['nc', '-zu', 'HOST', '8080'], 2, /^sandbox: nc -u is not simulated\n$/],
    [['nc', 'HOST', '8080'], 2, /^sandbox: nc \S+ 8080 is not simulated\n$/],
  ] as const)('%j from beside it ends with %i', async (argv, code, stderr) => {
    const { cluster, podIP } = await serving('httpd -f -p 8080');
    const box = cluster.pod('box', { image: 'busybox:1.36', container: { command: ['sleep', '600'] } });
    await cluster.until(box, 'running');
    const ran = await cluster.exec(
      box,
      argv.map((word) => (word === 'HOST' ? podIP : word)),
    );
    expect(ran.code).toBe(code);
    expect(ran.stderr).toMatch(stderr);
  });
});
