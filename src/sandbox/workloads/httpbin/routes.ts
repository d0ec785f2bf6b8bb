import { header } from '../../dataplane/message.ts';
import { basicAuth, bearer, hiddenBasicAuth } from './authentication.ts';
import { cache, cacheControl, etag, got } from './caching.ts';
import { type Answer, json, text } from './call.ts';
import { cookies, deleteCookies, setCookie, setCookies } from './cookies.ts';
import { base64, bytes, delay, drip, linkPage, links, range, stream, streamBytes } from './data.ts';
import { factsOf } from './facts.ts';
import { brotli, deflate, gzip, pizzaForm, robots, slideshow, xml } from './formats.ts';
import { absoluteRedirect, redirectTimes, redirectTo, relativeRedirect } from './redirects.ts';
import { responseHeaders } from './response-headers.ts';
import { status } from './statuses.ts';

type Route = { readonly pattern: RegExp; readonly methods: readonly string[]; readonly answer: Answer };

const reading = ['GET', 'HEAD', 'OPTIONS'];
const any = ['TRACE', 'PATCH', 'POST', 'PUT', 'HEAD', 'DELETE', 'GET', 'OPTIONS'];

/** A path in which `*` stands for a part, `#` for a number and `**` for the rest. */
function route(path: string, answer: Answer, methods: readonly string[] = reading): Route {
  const source = path
    .replace(/[.]/g, '\\.')
    .replaceAll('**', '(.+)')
    .replace(/(?<![(+)])\*/g, '([^/]+)')
    .replaceAll('#', '(\\d+)');
  return { pattern: new RegExp(`^${source}$`), methods, answer };
}

/** What was sent, for the paths that are called like their method. */
const sent: Answer = (call) => {
  const { method: _, ...facts } = factsOf(call);
  return json(call, facts);
};

const anything: Answer = (call) => json(call, factsOf(call));

const userAgent: Answer = (call) =>
  json(call, { 'user-agent': header(call.request.headers, 'user-agent') ?? null });

const index: Answer = (call) =>
  text(call, '<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>httpbin.org</title>\n</head>\n</html>\n');

/** The paths that are simulated, and which methods each takes. */
export const routes: readonly Route[] = [
  route('/', index),
  route('/get', (call) => got(call)),
  ...['POST', 'PUT', 'PATCH', 'DELETE'].map((method) =>
    route(`/${method.toLowerCase()}`, sent, [method, 'OPTIONS']),
  ),
  route('/anything', anything, any),
  route('/anything/**', anything, any),
  route('/headers', (call) => json(call, { headers: factsOf(call).headers })),
  route('/ip', (call) => json(call, { origin: factsOf(call).origin })),
  route('/user-agent', userAgent),
  route('/uuid', (call) => json(call, { uuid: crypto.randomUUID() })),
  route('/status/*', status, any),
  route('/delay/*', delay, any),
  route('/redirect/#', redirectTimes),
  route('/relative-redirect/#', relativeRedirect),
  route('/absolute-redirect/#', absoluteRedirect),
  route('/redirect-to', redirectTo, any),
  route('/cookies', cookies),
  route('/cookies/set', setCookies),
  route('/cookies/set/*/*', setCookie),
  route('/cookies/delete', deleteCookies),
  route('/basic-auth/*/*', basicAuth),
  route('/hidden-basic-auth/*/*', hiddenBasicAuth),
  route('/bearer', bearer),
  route('/response-headers', responseHeaders, ['GET', 'POST', 'HEAD', 'OPTIONS']),
  route('/cache', cache),
  route('/cache/#', cacheControl),
  route('/etag/*', etag),
  route('/bytes/#', bytes),
  route('/stream-bytes/#', streamBytes),
  route('/stream/#', stream),
  route('/range/#', range),
  route('/drip', drip),
  route('/base64/*', base64),
  route('/links/#', links),
  route('/links/#/#', linkPage),
  route('/gzip', gzip),
  route('/deflate', deflate),
  route('/brotli', brotli),
  route('/robots.txt', robots),
  route('/json', slideshow),
  route('/xml', xml),
  route('/forms/post', pizzaForm),
];
