import { type Headers, header } from '../../dataplane/message.ts';
import { type Answer, type Call, json, respond } from './call.ts';
import { factsOf } from './facts.ts';
import { ofStatus } from './statuses.ts';

/** What `/get` tells, which these answer with too. */
export function got(call: Call, late: Headers = []) {
  const { args, headers, origin, url } = factsOf(call);
  return json(call, { args, headers, origin, url }, late);
}

export const cache: Answer = (call) => {
  const { headers } = call.request;
  if (header(headers, 'if-modified-since') || header(headers, 'if-none-match')) return ofStatus(call, 304);
  const tag = crypto.randomUUID().replaceAll('-', '');
  return got(call, [
    ['Last-Modified', new Date().toUTCString()],
    ['ETag', tag],
  ]);
};

export const cacheControl: Answer = (call, seconds = '') =>
  got(call, [['Cache-Control', `public, max-age=${Number(seconds)}`]]);

export const etag: Answer = (call, tag = '') => {
  const [noneMatch, match] = ['if-none-match', 'if-match'].map((name) => tagsOf(call, name));
  if (noneMatch?.length) {
    if (noneMatch.includes(tag) || noneMatch.includes('*'))
      return respond(call, '', { status: 304, early: [['ETag', tag]] });
  } else if (match?.length && !match.includes(tag) && !match.includes('*')) return ofStatus(call, 412);
  return got(call, [['ETag', tag]]);
};

const tagsOf = ({ request }: Call, name: string): readonly string[] =>
  (header(request.headers, name) ?? '')
    .split(',')
    .filter(Boolean)
    .map((part) => part.trim().replace(/^W\//, '').replaceAll('"', ''));
