import { header } from '../../dataplane/message.ts';
import { type Answer, type Call, json, redirect } from './call.ts';

/** Cookies of statistics, which httpbin doesn't show unless `show_env` asks for them. */
const hidden = /^(_gauges_unique(_year|_month|_day|_hour)?|__utm[zab])$/;

export const cookies: Answer = (call) => {
  const pairs = (header(call.request.headers, 'cookie') ?? '').split(/;\s*/).filter(Boolean);
  const all = pairs.map((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    return [name, value.replace(/^"(.*)"$/, '$1')] as const;
  });
  const shown = all.filter(([name]) => call.query.has('show_env') || !hidden.test(name));
  return json(call, { cookies: Object.fromEntries(shown) });
};

export const setCookie: Answer = (call, name = '', value = '') => toCookies(call, [[name, value]]);

export const setCookies: Answer = (call) => toCookies(call, firsts(call));

/** A cookie is deleted by one that has expired. */
export const deleteCookies: Answer = (call) => {
  const expired = 'Expires=Thu, 01-Jan-1970 00:00:00 GMT; Max-Age=0; Path=/';
  const gone = firsts(call).map(([name]) => ['Set-Cookie', `${name}=; ${expired}`] as const);
  return redirect(call, '/cookies', gone);
};

function toCookies(call: Call, pairs: readonly (readonly [string, string])[]) {
  const secure = call.scheme === 'https' ? 'Secure; ' : '';
  const set = pairs.map(
    ([name, value]) => ['Set-Cookie', `${name}=${quoted(value)}; ${secure}Path=/`] as const,
  );
  return redirect(call, '/cookies', set);
}

/** Of a parameter that is there several times the first counts. */
const firsts = ({ query }: Call): readonly (readonly [string, string])[] =>
  [...new Set(query.keys())].map((name) => [name, query.get(name) ?? ''] as const);

/** A value with other than plain characters stands in quotes. */
const quoted = (value: string): string =>
  /^[\w!#$%&'*+\-.^`|~:/]*$/.test(value)
    ? value
    : `"${value.replace(/["\\]/g, '\\$&').replace(/[,;]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`)}"`;
