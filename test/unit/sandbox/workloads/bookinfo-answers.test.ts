import { beforeEach, describe, expect, test } from 'vitest';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import { handedOnByProductpage } from '../../../../src/sandbox/workloads/bookinfo/propagate.ts';
import { type Bookinfo, image, startBookinfo } from './bookinfo-world.ts';

let cluster: Bookinfo['cluster'];
let ratings: Bookinfo['ratings'];
let reviews: Bookinfo['reviews'];
let get: Bookinfo['get'];
let page: Bookinfo['page'];

beforeEach(() => {
  ({ cluster, ratings, reviews, get, page } = startBookinfo());
});

/** A response with its date left out, and lines that end as on any other. */
const plain = (text: string): string => text.replaceAll('\r', '').replace(/^Date: .*$/m, 'Date: …');

describe('each service answers in its own way', () => {
  test.each([
    [
      ['-X', 'POST', 'productpage:9080/productpage'],
      `HTTP/1.1 405 METHOD NOT ALLOWED
Server: gunicorn
Date: …
Connection: keep-alive
Content-Type: text/html; charset=utf-8
Allow: HEAD, GET, OPTIONS
Content-Length: 153

<!doctype html>
<html lang=en>
<title>405 Method Not Allowed</title>
<h1>Method Not Allowed</h1>
<p>The method is not allowed for the requested URL.</p>
`,
    ],
    [
      ['-X', 'OPTIONS', 'productpage:9080/login'],
      `HTTP/1.1 200 OK
Server: gunicorn
Date: …
Connection: keep-alive
Content-Type: text/html; charset=utf-8
Allow: POST, OPTIONS
Content-Length: 0

`,
    ],
    [
      ['details:9080/nowhere'],
      `HTTP/1.1 404 Not Found
Content-Type: text/html; charset=ISO-8859-1
Server: WEBrick/1.8.1 (Ruby/3.3.0/2023-12-25)
Date: …
Content-Length: 275
Connection: close

<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0//EN">
<HTML>
  <HEAD><TITLE>Not Found</TITLE></HEAD>
  <BODY>
    <H1>Not Found</H1>
    \`/nowhere' not found.
    <HR>
    <ADDRESS>
     WEBrick/1.8.1 (Ruby/3.3.0/2023-12-25) at
     details:9080
    </ADDRESS>
  </BODY>
</HTML>
`,
    ],
    [
      ['ratings:9080/ratings/x'],
      `HTTP/1.1 400 Bad Request
Content-type: application/json
Date: …
Connection: keep-alive
Keep-Alive: timeout=5
Transfer-Encoding: chunked

{"error":"please provide numeric product ID"}`,
    ],
    [
      ['reviews:9080/health'],
      `HTTP/1.1 200 OK
X-Powered-By: Servlet/3.1
Content-Type: application/json
Date: …
Content-Language: en-US
Content-Length: 32

{"status": "Reviews is healthy"}`,
    ],
  ])('%j', async (args, expected) => {
    reviews('v1');
    expect(plain(await get('-i', ...args))).toBe(expected);
  });

  test('ratings never answers what is neither GET nor POST', async () => {
    const { code } = await cluster.exec(ratings, [
      'curl',
      '-s',
      '-m',
      '0.05',
      '-X',
      'PUT',
      'ratings:9080/ratings/0',
    ]);
    expect(code).toBe(28);
    expect(await cluster.logs(ratings)).toContain(
      'PUT /ratings/0\nTypeError: Cannot read properties of undefined',
    );
  });

  test('productpage counts what it got from the others', async () => {
    await page();
    await page();
    const metrics = await get('productpage:9080/metrics');
    expect(metrics).toContain('request_result_total{destination_app="details",response_code="200"} 2.0\n');
    expect(metrics).toContain('request_result_total{destination_app="reviews",response_code="500"} 2.0\n');
    expect(metrics).toContain('process_max_fds 1.048576e+06\n');
  });

  test('productpage hands the headers of a visitor on, and a trace when it is whole', () => {
    const visitor = [
      ['X-B3-TraceId', '463ac35c9f6413ad48485a3953bb6124'],
      ['x-request-id', '5'],
      ['end-user', 'ann'],
      ['cookie', 'a=b'],
    ] as const;
    expect(handedOnByProductpage(visitor, undefined)).toEqual([
      ['x-request-id', '5'],
      ['cookie', 'a=b'],
    ]);
    expect(handedOnByProductpage([...visitor, ['x-b3-spanid', 'a2fb4a1d1a96d312']], 'jason')).toEqual([
      ['x-b3-traceid', '463ac35c9f6413ad48485a3953bb6124'],
      ['x-b3-spanid', 'a2fb4a1d1a96d312'],
      ['x-b3-sampled', '0'],
      ['end-user', 'jason'],
      ['x-request-id', '5'],
      ['cookie', 'a=b'],
    ]);
  });
});

describe('each service has its log', () => {
  const stamped = (text: string): string =>
    text
      .replace(/\d\d\d\d-\d\d-\d\d \d\d:\d\d:\d\d/g, 'T')
      .replace(/\d+\/\w+\/\d+:[\d:]+/g, 'T')
      .replace(/10\.244\.1\.\d+/g, 'IP');
  const logOf = async (name: string): Promise<string> => {
    const pod = cluster.world.store.get<PodObject>({ resource: 'pods', namespace: 'shop', name });
    return pod ? stamped(await cluster.logs(pod)) : '';
  };

  test('details logs each request twice, and its errors', async () => {
    await get('-e', 'http://x/', 'details:9080/details/0?a=b', 'details:9080/no');
    expect(await logOf('details')).toBe(`[T] INFO  WEBrick 1.8.1
[T] INFO  ruby 3.3.0 (2023-12-25) [x86_64-linux]
[T] INFO  WEBrick::HTTPServer#start: pid=1 port=9080
IP - - [T UTC] "GET /details/0?a=b HTTP/1.1" 200 178
http://x/ -> /details/0?a=b
[T] ERROR \`/no' not found.
IP - - [T UTC] "GET /no HTTP/1.1" 404 270
http://x/ -> /no
`);
  });

  test('productpage logs that it starts with eight workers', async () => {
    await page();
    const lines = (await logOf('productpage')).split('\n');
    expect(lines.slice(0, 4)).toEqual([
      '[T +0000] [1] [INFO] Starting gunicorn 22.0.0',
      '[T +0000] [1] [INFO] Listening at: http://[::]:9080 (1)',
      '[T +0000] [1] [INFO] Using worker: gevent',
      '[T +0000] [6] [INFO] Booting worker with pid: 6',
    ]);
    expect(lines).toHaveLength(12);
  });

  test('reviews logs that it started, and that it did not reach ratings', async () => {
    const pod = reviews('v2', { env: [{ name: 'RATINGS_HOSTNAME', value: 'details' }] });
    await get('reviews:9080/reviews/0');
    const log = await cluster.logs(pod);
    expect(log).toContain('CWWKF0011I: The defaultServer server is ready to run a smarter planet.');
    expect(log).toContain('\nError: unable to contact http://details:9080/ratings got status of 404\n');
  });
});

test.each([
  ['v-faulty', /^(200|503)$/],
  ['v-unavailable', /^200$/],
])('ratings %s answers %s', async (version, expected) => {
  cluster.pod('sick', { image: image(`ratings-${version}`), labels: { app: 'sick' } });
  cluster.service('sick', { app: 'sick' });
  expect(await get('-o', '/dev/null', '-w', '%{http_code}', 'sick:9080/ratings/0')).toMatch(expected);
});
