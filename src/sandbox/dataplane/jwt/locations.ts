import type { JwtRule } from '../../mesh/request-authentication.ts';
import { type HttpRequest, header } from '../message.ts';

/** A token of a request, and where it is. */
type Located = { readonly token: string; readonly header?: string };

/** Characters that a token may have; another one ends it. */
const tokenText = /^[-\w.]+/;

/** The tokens that a rule looks for: where it says, else after `Bearer` and in the query. */
export function tokensOf({ headers, path }: HttpRequest, rule: JwtRule): readonly Located[] {
  const { fromHeaders = [], fromParams = [], fromCookies = [] } = rule;
  const isUsual = !fromHeaders.length && !fromParams.length && !fromCookies.length;
  const names = isUsual ? [{ name: 'Authorization', prefix: 'Bearer ' }] : fromHeaders;
  const parameters = new URLSearchParams(path.split('?')[1] ?? '');
  const inHeaders = names.flatMap(({ name, prefix = '' }) => {
    const value = header(headers, name);
    const start = value?.indexOf(prefix) ?? -1;
    if (value === undefined || start < 0) return [];
    const rest = value.slice(start + prefix.length).trimStart();
    return [{ token: tokenText.exec(rest)?.[0] ?? rest, header: name }];
  });
  const inQuery = (isUsual ? ['access_token'] : fromParams).flatMap((name) => parameters.getAll(name));
  const cookies = (header(headers, 'cookie') ?? '').split(/;\s*/);
  const inCookies = fromCookies.flatMap((name) =>
    cookies.filter((cookie) => cookie.startsWith(`${name}=`)).map((cookie) => cookie.slice(name.length + 1)),
  );
  return [...inHeaders, ...[...inQuery, ...inCookies].map((token) => ({ token }))];
}
