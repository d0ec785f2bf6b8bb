import { createHmac } from 'node:crypto';
import { type Headers, header } from '../../dataplane/message.ts';

/** Key of the session's signature; there is nothing secret about a demo's login that takes any password. */
const key = 'bookinfo';

/**
 * The session cookie of productpage: what is remembered of a user, in base64url JSON, then a time and a signature, all
 * with dots between.
 */
export function sessionToken(user: string, now: Date): string {
  const content = Buffer.from(JSON.stringify({ user })).toString('base64url');
  const seconds = Buffer.alloc(4);
  seconds.writeUInt32BE(Math.floor(now.getTime() / 1000) >>> 0);
  const signed = `${content}.${seconds.toString('base64url')}`;
  return `${signed}.${signature(signed)}`;
}

/** Who is signed in, by the request's cookie; a token with a wrong signature counts as none. */
export function userOf(headers: Headers): string | undefined {
  const token = /(?:^|;\s*)session=([^;]*)/.exec(header(headers, 'cookie') ?? '')?.[1];
  const [content = '', seconds = '', proof = ''] = token?.split('.') ?? [];
  if (!token || signature(`${content}.${seconds}`) !== proof) return undefined;
  const { user } = JSON.parse(Buffer.from(content, 'base64url').toString()) as { user?: string };
  return user;
}

const signature = (text: string): string => createHmac('sha1', key).update(text).digest('base64url');
