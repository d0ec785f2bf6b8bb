import { once } from 'node:events';
import { beforeEach, describe, expect, test } from 'vitest';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import { type Bookinfo, startBookinfo } from './bookinfo-world.ts';

let cluster: Bookinfo['cluster'];
let ratings: Bookinfo['ratings'];
let reviews: Bookinfo['reviews'];
let get: Bookinfo['get'];
let page: Bookinfo['page'];

beforeEach(() => {
  ({ cluster, ratings, reviews, get, page } = startBookinfo());
});

const count = (text: string, pattern: RegExp): number =>
  text.split('\n').filter((line) => pattern.test(line)).length;

describe('productpage', () => {
  test.each([
    ['v1', 0, undefined],
    ['v2', 9, 'text-black-500'],
    ['v3', 9, 'text-red-500'],
  ])('shows the reviews of %s with %i stars', async (version, stars, color) => {
    reviews(version);
    const html = await page();
    expect(html).toContain('<title>Simple Bookstore App</title>');
    expect(html).toContain('The Comedy of Errors');
    expect(count(html, /glyphicon-star/)).toBe(stars);
    expect(count(html, /Reviews served by:/)).toBe(2);
    expect(await get('http://productpage:9080/static/tailwind/tailwind.css')).toContain('text-red-500');
    expect(count(html, new RegExp(`^\\s*reviews-${version}-abc$`))).toBe(2);
    if (color) expect(count(html, new RegExp(color))).toBe(2);
  });

  test('has the words of the real page, and no others', async () => {
    reviews('v1');
    const words = (await page())
      .replace(/<(script|style|svg)\b.*?<\/\1>|<!--.*?-->/gs, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
    expect(words).toContain(
      ' ISBN-10 Publisher Pages Type Language 1234567890 PublisherA 200 paperback English Book Reviews "An extremely',
    );
    expect(words).toContain('Wikipedia Summary : The Comedy of Errors is one of William Shakespeare');
    expect(words).toContain(
      ' Sign in Close Sign in to BookInfo Username Password Sign in Not using Istio yet? Start here ',
    );
    expect(words).not.toMatch(/ISBN-13|Summary: /);
  });

  test('is there with an error in place of what it could not fetch', async () => {
    const html = await page('-w', '%{http_code}');
    expect(html).toContain('<p class="text-2xl text-red-500">Error fetching product reviews</p>');
    expect(html).toContain('Sorry, product reviews are currently unavailable for this book.');
    expect(html).toContain('Book Details');
    expect(html.endsWith('200')).toBe(true);
    expect(await get('-w', ' %{http_code}', 'http://productpage:9080/api/v1/products/0/reviews')).toBe(
      '{"error": "Sorry, product reviews are currently unavailable for this book."} 500',
    );
  });

  test('says that ratings are down under each review', async () => {
    reviews('v2');
    cluster.world.runtime.stop(ratings.metadata.uid ?? '');
    const client = cluster.pod('client', {
      image: 'curlimages/curl:8.5.0',
      container: { args: ['sleep', 'infinity'] },
    });
    const { stdout } = await cluster.exec(client, ['curl', '-s', 'http://productpage:9080/productpage']);
    expect(count(stdout, /<p class="text-red-500">Ratings service is currently unavailable<\/p>/)).toBe(2);
  });

  test('signs in by a cookie that makes it send end-user, and never hands an end-user header on', async () => {
    reviews('v1');
    const answer = await get(
      '-i',
      '-d',
      'username=ann&passwd=x',
      '-e',
      'http://x/productpage',
      'http://productpage:9080/login',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 302 FOUND\r$/m);
    expect(answer).toMatch(/^Location: http:\/\/x\/productpage\r$/m);
    const token = /^Set-Cookie: session=([^;]+); HttpOnly; Path=\/\r$/m.exec(answer)?.[1] ?? '';
    expect(token.split('.')[0]).toBe('eyJ1c2VyIjoiYW5uIn0');
    expect(await page('-b', `session=${token}`)).toContain('>ann</p>');
    expect(await page('-b', `session=${token}x`)).toContain('Sign in');
    expect(await page('-H', 'end-user: ann')).not.toContain('>ann</p>');
    const out = await get('-i', '-b', `session=${token}`, 'http://productpage:9080/logout');
    expect(out).toMatch(/^Vary: Cookie\r\nSet-Cookie: session=; .*\r$/m);
    expect(await get('-i', 'http://productpage:9080/logout')).toMatch(/^Location: None\r\n\r$/m);
    expect(await get('-w', ' %{http_code}', 'http://productpage:9080/login')).toMatch(/ 405$/);
  });

  test('serves keep-alive connections byte by byte', async () => {
    const pod = cluster.world.store.get<PodObject>({
      resource: 'pods',
      namespace: 'shop',
      name: 'productpage',
    });
    if (!pod) throw new Error('no pod');
    const connection = await cluster.world.runtime.connect(pod, 9080);
    for (const byte of 'GET /health HTTP/1.1\r\nHost: a\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
      connection.write(byte);
    const chunks: Buffer[] = [];
    connection.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(connection, 'end');
    const text = Buffer.concat(chunks).toString();
    expect(text).toContain('Server: gunicorn\r\n');
    expect(text).toContain('\r\n\r\nProduct page is healthyHTTP/1.1 404 NOT FOUND\r\n');
    await expect(cluster.world.runtime.connect(pod, 9081)).rejects.toThrow('connection refused');
  });
});

function book(id: number): string {
  return `{"id":${id},"author":"William Shakespeare","year":1595,"type":"paperback","pages":200,"publisher":"PublisherA","language":"English","ISBN-10":"1234567890","ISBN-13":"123-1234567890"}`;
}

test.each([
  ['details:9080/details/0', `${book(0)} 200`],
  ['details:9080/details/x', '{"error":"please provide numeric product id"} 400'],
  ['details:9080/health', '{"status":"Details is healthy"} 200'],
  ['ratings:9080/ratings/0', '{"id":0,"ratings":{"Reviewer1":5,"Reviewer2":4}} 200'],
  ['ratings:9080/ratings/x', '{"error":"please provide numeric product ID"} 400'],
  ['ratings:9080/health', '{"status":"Ratings is healthy"} 200'],
  ['productpage:9080/health', 'Product page is healthy 200'],
  [
    'productpage:9080/api/v1/products/0/ratings',
    '{"id": 0, "ratings": {"Reviewer1": 5, "Reviewer2": 4}} 200',
  ],
  [
    'productpage:9080/api/v1/products/x',
    '{"error": "Sorry, product details are currently unavailable for this book."} 400',
  ],
  ['details:9080/details/0x10', `${book(16)} 200`],
  ['details:9080/details/010', `${book(8)} 200`],
  ['details:9080/details/1_000', `${book(1000)} 200`],
  ['details:9080/details/-2/', `${book(-2)} 200`],
  ['details:9080/details/08', '{"error":"please provide numeric product id"} 400'],
  ['details:9080/health/x', '{"status":"Details is healthy"} 200'],
  ['ratings:9080/ratings/12abc', '{"id":12,"ratings":{"Reviewer1":5,"Reviewer2":4}} 200'],
  ['ratings:9080/ratings/0?x/3', '{"id":3,"ratings":{"Reviewer1":5,"Reviewer2":4}} 200'],
  ['ratings:9080/nowhere', ' 404'],
])('GET %s gives its JSON', async (url, expected) => {
  expect(await get('-w', ' %{http_code}', url)).toBe(expected);
});

describe('reviews', () => {
  const first =
    '"text": "An extremely entertaining play by Shakespeare. The slapstick humour is refreshing!"';

  test('writes its JSON by hand, with stars from ratings', async () => {
    reviews('v2');
    const body = await get('reviews:9080/reviews/0');
    expect(body).toContain(
      `{"id": "0","podname": "reviews-v2-abc","clustername": "null","reviews": [{  "reviewer": "Reviewer1",  ${first}, "rating": {"stars": 5, "color": "black"}},{  "reviewer": "Reviewer2",`,
    );
    expect(await cluster.logs(ratings)).toBe('Server listening on: http://0.0.0.0:9080\nGET /ratings/0\n');
  });

  test('takes posted ratings up, and the name of its cluster from its environment', async () => {
    reviews('v3', { env: [{ name: 'CLUSTER_NAME', value: 'east' }] });
    await get('-d', '{"Reviewer1":1,"Reviewer2":2}', 'ratings:9080/ratings/0');
    const html = await page();
    expect(count(html, /glyphicon-star/)).toBe(3);
    expect(count(html, /on cluster <div>east<\/div>/)).toBe(2);
  });
});
