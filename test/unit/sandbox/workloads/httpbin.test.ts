import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Headers, type HttpResponse, header } from '../../../../src/sandbox/dataplane/message.ts';
import { reasonOf } from '../../../../src/sandbox/workloads/http-reply.ts';
import { httpbinApp } from '../../../../src/sandbox/workloads/httpbin/httpbin-app.ts';

type Asked = { readonly method?: string; readonly headers?: Headers; readonly body?: string };

/** What httpbin 0.9.2 says to somebody at 10.0.0.1; expected values are those of the real one. */
const ask = (path: string, { method = 'GET', headers = [], body = '' }: Asked = {}): Promise<HttpResponse> =>
  httpbinApp(
    { method, path, headers: [['Host', 'httpbin:8000'], ...headers], body: Buffer.from(body) },
    { origin: '10.0.0.1', scheme: 'http' },
  );

const firstLine = (response: HttpResponse): string => `${response.status} ${reasonOf(response)}`;

/** All headers but the date, one a line. */
const headText = ({ headers }: HttpResponse): string =>
  headers
    .filter(([name]) => name !== 'Date')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

const cors = 'Access-Control-Allow-Origin: *\nAccess-Control-Allow-Credentials: true';
const server = 'Server: gunicorn/19.9.0\nConnection: keep-alive';

describe('httpbin tells what was asked', () => {
  test.each<[string, Asked, object]>([
    ['/get?a=1&a=2&b=', {}, { args: { a: ['1', '2'], b: '' }, origin: '10.0.0.1' }],
    ['/get?a=%C3%A4%2Fb%41', {}, { url: 'http://httpbin:8000/get?a=ä%2FbA' }],
    [
      '/headers',
      {
        headers: [
          ['x-a', '1'],
          ['X-A', '2'],
          ['x-b3-traceid', '7'],
          ['x-request-id', '5'],
        ],
      },
      { headers: { Host: 'httpbin:8000', 'X-A': '1,2', 'X-B3-Traceid': '7' } },
    ],
    [
      '/get?show_env=1',
      {
        headers: [
          ['x-forwarded-for', '1.2.3.4'],
          ['x-forwarded-proto', 'https'],
        ],
      },
      {
        origin: '1.2.3.4',
        url: 'https://httpbin:8000/get?show_env=1',
        headers: { 'X-Forwarded-For': '1.2.3.4' },
      },
    ],
    [
      '/post',
      { method: 'POST', headers: [['Content-Type', 'application/x-www-form-urlencoded']], body: 'a=1&a=2' },
      { data: '', form: { a: ['1', '2'] }, json: null },
    ],
    ['/put', { method: 'PUT', body: '{"b":1}' }, { data: '{"b":1}', json: { b: 1 } }],
    [
      '/post',
      {
        method: 'POST',
        headers: [['Content-Type', 'multipart/form-data; boundary=xx']],
        body: '--xx\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--xx\r\nContent-Disposition: form-data; name="f"; filename="n.txt"\r\nContent-Type: text/plain\r\n\r\nfile\r\n--xx--\r\n',
      },
      { form: { a: '1' }, files: { f: 'file' }, data: '' },
    ],
    ['/anything/a/b', { method: 'PATCH' }, { method: 'PATCH', url: 'http://httpbin:8000/anything/a/b' }],
    ['/user-agent', {}, { 'user-agent': null }],
    ['/cookies', { headers: [['Cookie', 'a=1; b=2; __utma=4']] }, { cookies: { a: '1', b: '2' } }],
    ['/basic-auth/a/b', { headers: [['Authorization', 'Basic YTpi']] }, { authenticated: true, user: 'a' }],
    ['/bearer', { headers: [['Authorization', 'Bearer abc']] }, { authenticated: true, token: 'abc' }],
    ['/response-headers?a=1&a=2', {}, { a: ['1', '2'], 'Content-Type': 'application/json' }],
    ['/json', {}, { slideshow: { title: 'Sample Slide Show' } }],
  ])('%s', async (path, asked, expected) => {
    const response = await ask(path, asked);
    expect(firstLine(response)).toBe('200 OK');
    expect(JSON.parse(response.body.toString())).toMatchObject(expected);
  });

  test('in JSON with a blank after each comma, keys in order and nothing beyond ASCII', async () => {
    const { body } = await ask('/anything?ä=1', { method: 'DELETE' });
    expect(body.toString()).toBe(`{
  "args": {
    "\\u00e4": "1"
  },${' '}
  "data": "",${' '}
  "files": {},${' '}
  "form": {},${' '}
  "headers": {
    "Host": "httpbin:8000"
  },${' '}
  "json": null,${' '}
  "method": "DELETE",${' '}
  "origin": "10.0.0.1",${' '}
  "url": "http://httpbin:8000/anything?\\u00e4=1"
}
`);
  });
});

describe('httpbin answers with the status', () => {
  test.each<[string, string, string]>([
    [
      '/status/200',
      '200 OK',
      `${server}\nContent-Type: text/html; charset=utf-8\n${cors}\nContent-Length: 0`,
    ],
    ['/status/204', '204 NO CONTENT', `${server}\nContent-Type: text/html; charset=utf-8\n${cors}`],
    ['/status/301', '301 MOVED PERMANENTLY', `${server}\nlocation: /redirect/1\n${cors}\nContent-Length: 0`],
    ['/status/304', '304 NOT MODIFIED', `${server}\n${cors}`],
    [
      '/status/308',
      '308 UNKNOWN',
      `${server}\nContent-Type: text/html; charset=utf-8\n${cors}\nContent-Length: 0`,
    ],
    [
      '/status/401',
      '401 UNAUTHORIZED',
      `${server}\nWWW-Authenticate: Basic realm="Fake Realm"\n${cors}\nContent-Length: 0`,
    ],
    [
      '/status/418',
      "418 I'M A TEAPOT",
      `${server}\nx-more-info: http://tools.ietf.org/html/rfc2324\n${cors}\nContent-Length: 135`,
    ],
    [
      '/status/x',
      '400 BAD REQUEST',
      `${server}\nContent-Type: text/html; charset=utf-8\nContent-Length: 19\n${cors}`,
    ],
    ['/nope', '404 NOT FOUND', `${server}\nContent-Type: text/html\nContent-Length: 233\n${cors}`],
    ['/redirect/0', '500 INTERNAL SERVER ERROR', `${server}\nContent-Type: text/html\nContent-Length: 291`],
  ])('%s', async (path, line, head) => {
    const response = await ask(path);
    expect(firstLine(response)).toBe(line);
    expect(headText(response)).toBe(head);
  });

  test('of one that was named, each as often as it weighs', async () => {
    const seen = new Map<number, number>();
    for (let turn = 0; turn < 300; turn += 1) {
      const { status } = await ask('/status/200:2,503,500:0');
      seen.set(status, (seen.get(status) ?? 0) + 1);
    }
    expect([...seen.keys()].toSorted()).toEqual([200, 503]);
    expect(seen.get(200)).toBeGreaterThan(seen.get(503) ?? 0);
  });

  test('and says what a path takes', async () => {
    const wrong = await ask('/get', { method: 'POST' });
    expect([firstLine(wrong), header(wrong.headers, 'allow')]).toEqual([
      '405 METHOD NOT ALLOWED',
      'GET, HEAD, OPTIONS',
    ]);
    const options = await ask('/post', { method: 'OPTIONS' });
    expect([firstLine(options), header(options.headers, 'allow')]).toEqual(['200 OK', 'POST, OPTIONS']);
    expect(header(options.headers, 'access-control-allow-methods')).toBe(
      'GET, POST, PUT, DELETE, PATCH, OPTIONS',
    );
  });
});

test.each<[string, string | undefined, readonly string[]]>([
  ['/redirect/1', '/get', []],
  ['/redirect/3', '/relative-redirect/2', []],
  ['/redirect/2?absolute=true', 'http://httpbin:8000/absolute-redirect/1', []],
  ['/relative-redirect/1', '/get', []],
  ['/redirect-to?url=http://a/b&status_code=307', 'http://a/b', []],
  ['/cookies/set/k/v', '/cookies', ['k=v; Path=/']],
  ['/cookies/set?a=1&b=2&a=3', '/cookies', ['a=1; Path=/', 'b=2; Path=/']],
  ['/cookies/delete?a', '/cookies', ['a=; Expires=Thu, 01-Jan-1970 00:00:00 GMT; Max-Age=0; Path=/']],
  ['/links/3', '/links/3/0', []],
])('httpbin sends %s on to %s', async (path, location, cookies) => {
  const { headers, status } = await ask(path);
  expect(status).toBe(path.includes('307') ? 307 : 302);
  expect(header(headers, 'location')).toBe(location);
  expect(headers.filter(([name]) => name === 'Set-Cookie').map(([, value]) => value)).toEqual(cookies);
});

test.each<[string, Headers, string, string]>([
  ['/range/26', [['Range', 'bytes=2-5']], '206 PARTIAL CONTENT', 'cdef'],
  ['/range/26', [['Range', 'bytes=30-']], '416 REQUESTED RANGE NOT SATISFIABLE', ''],
  ['/etag/abc', [['If-None-Match', '"abc"']], '304 NOT MODIFIED', ''],
  ['/etag/abc', [['If-Match', 'x']], '412 PRECONDITION FAILED', ''],
  ['/cache', [['If-None-Match', 'x']], '304 NOT MODIFIED', ''],
  ['/robots.txt', [], '200 OK', 'User-agent: *\nDisallow: /deny\n'],
  ['/base64/SFRUUEJJTiBpcyBhd2Vzb21l', [], '200 OK', 'HTTPBIN is awesome'],
  ['/base64/xx', [], '200 OK', 'Incorrect Base64 data try: SFRUUEJJTiBpcyBhd2Vzb21l'],
  ['/drip?duration=0&numbytes=3&code=500', [], '500 INTERNAL SERVER ERROR', '***'],
  ['/hidden-basic-auth/a/b', [], '404 NOT FOUND', ''],
  [
    '/links/2/1',
    [],
    '200 OK',
    "<html><head><title>Links</title></head><body><a href='/links/2/0'>0</a> 1 </body></html>",
  ],
  ['/html', [], '501 NOT IMPLEMENTED', "sandbox: httpbin's /html is not simulated\n"],
  ['/image/png', [], '501 NOT IMPLEMENTED', "sandbox: httpbin's /image/png is not simulated\n"],
])('httpbin answers %s %j with %s', async (path, headers, line, body) => {
  const response = await ask(path, { headers });
  expect(firstLine(response)).toBe(line);
  expect(response.body.toString()).toBe(body);
});

test('httpbin packs, streams and delays what it tells', async () => {
  const packed = await ask('/gzip');
  expect(header(packed.headers, 'content-encoding')).toBe('gzip');
  expect(JSON.parse(gunzipSync(packed.body).toString())).toMatchObject({ gzipped: true, method: 'GET' });
  const stream = await ask('/stream/2');
  expect(header(stream.headers, 'transfer-encoding')).toBe('chunked');
  expect(stream.body.toString().split('\n')[1]).toBe(
    '{"url": "http://httpbin:8000/stream/2", "args": {}, "headers": {"Host": "httpbin:8000"}, "origin": "10.0.0.1", "id": 1}',
  );
  const late = JSON.parse((await ask('/delay/0')).body.toString());
  expect(Object.keys(late)).toEqual(['args', 'data', 'files', 'form', 'headers', 'origin', 'url']);
});
