import { beforeAll, describe, expect, test } from 'vitest';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import { OneWorld } from './one-world.ts';

let cluster: OneWorld;
let server: PodObject;
let client: PodObject;
let url: string;

beforeAll(async () => {
  cluster = new OneWorld();
  server = cluster.pod('app', { image: 'docker.io/mccutchen/go-httpbin:v2.15.0' });
  client = cluster.pod('client', {
    image: 'curlimages/curl:8.5.0',
    container: { command: ['sleep', 'infinity'] },
  });
  await cluster.until(server, 'running');
  url = `http://${server.status?.podIP}:8080`;
});

const get = async (path: string, ...args: readonly string[]): Promise<string> =>
  (await cluster.exec(client, ['curl', '-s', ...args, url + path])).stdout;

/** Expected values are those of the real 2.15.0. */
describe('go-httpbin', () => {
  test.each<[string, readonly string[], object]>([
    ['/get?a=1&a=2&b=', [], { args: { a: ['1', '2'], b: [''] }, method: 'GET' }],
    ['/headers', ['-H', 'x-a: 1', '-H', 'X-A: 2'], { headers: { 'X-A': ['1', '2'] } }],
    ['/get', ['-H', 'X-Forwarded-For: 1.2.3.4, 5'], { origin: '1.2.3.4' }],
    ['/post', ['-d', 'a=1&a=2'], { data: 'a=1&a=2', form: { a: ['1', '2'] }, json: null }],
    ['/post', ['--json', '{"b":1}'], { data: '{"b":1}', json: { b: 1 } }],
    ['/post', ['-d', 'x', '-H', 'Content-Type:'], { data: 'data:application/octet-stream;base64,eA==' }],
    ['/post', ['-F', 'a=1', '-F', 'f=@/etc/hostname'], { form: { a: ['1'] }, files: { f: ['client\n'] } }],
    ['/anything/a', ['-X', 'PATCH'], { method: 'PATCH' }],
    ['/cookies', ['-b', 'b=2; a=1'], { a: '1', b: '2' }],
    ['/basic-auth/a/b', ['-u', 'a:b'], { authorized: true, user: 'a' }],
    ['/bearer', ['-H', 'Authorization: Bearer t'], { authenticated: true, token: 't' }],
    ['/hostname', [], { hostname: 'go-httpbin' }],
    [
      '/status/abc',
      [],
      {
        status_code: 400,
        error: 'Bad Request',
        detail: 'invalid status code: "abc": strconv.Atoi: parsing "abc": invalid syntax',
      },
    ],
    ['/delay/11', [], { detail: 'invalid duration: duration 11s longer than 10s' }],
    ['/redirect/0', [], { detail: 'redirect count must be > 0' }],
    ['/redirect-to', [], { detail: 'missing required query parameter: url' }],
  ])('answers %s %j', async (path, args, expected) => {
    expect(JSON.parse(await get(path, ...args))).toMatchObject(expected);
  });

  test.each<[string, readonly string[], string]>([
    ['/status/418', [], "418 I'm a teapot"],
    ['/status/401', ['-w', '%header{www-authenticate}'], 'Basic realm="Fake Realm"'],
    ['/redirect/3', ['-w', '%header{location}'], '/relative-redirect/2'],
    ['/redirect-to?url=/x&status_code=307', ['-w', '%{http_code} %header{location}'], '307 /x'],
    ['/cookies/set?a=1', ['-w', '%header{set-cookie}'], 'a=1; HttpOnly'],
    ['/unstable?failure_rate=1', ['-w', '%{http_code}'], '500'],
    ['/unstable?failure_rate=0', ['-w', '%{http_code}'], '200'],
    ['/delay/1ms', ['-w', '%header{server-timing}'], 'initial_delay;dur=1.00;desc="initial delay"'],
    ['/nope', [], '404 page not found\n'],
    ['/get', ['-X', 'POST', '-w', '%header{allow}'], 'Method Not Allowed\nGET, HEAD'],
    ['/html', [], 'sandbox: go-httpbin /html is not simulated\n'],
  ])('%s %j says %s', async (path, args, expected) => {
    expect(await get(path, '-i', ...args)).toContain(expected);
  });

  test('chooses among statuses', async () => {
    const seen = new Set(
      (await get('/status/200,503?[1-40]', '-o', '/dev/null', '-w', '%{http_code} ')).trim().split(' '),
    );
    expect([...seen].toSorted()).toEqual(['200', '503']);
  });

  test('writes its headers in the order of the alphabet, and a line for each request', async () => {
    expect(
      (await get('/user-agent', '-i')).replaceAll('\r', '').replace(/Date: .*/, 'Date: …'),
    ).toBe(`HTTP/1.1 200 OK
Access-Control-Allow-Credentials: true
Access-Control-Allow-Origin: *
Content-Type: application/json; charset=utf-8
Date: …
Content-Length: 33

{
  "user-agent": "curl/8.5.0"
}
`);
    expect(await cluster.logs(server)).toMatch(
      /level=INFO msg="200 GET \/user-agent [\d.]+ms" status=200 method=GET uri=\/user-agent size_bytes=33 duration_ms=[\d.]+ user_agent=curl\/8\.5\.0 client_ip=10\.244\.1\.\d+:\d+\n/,
    );
  });
});
