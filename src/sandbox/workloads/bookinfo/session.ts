import { createHmac } from 'node:crypto';
import { type Headers, header } from '../../dataplane/message.ts';

/** Key that productpage's source has for its sessions, which anybody can read there. */
const secret = Buffer.from('_5#y2L"F4Q8z\n\u00ec]/', 'latin1');

/** Flask signs with a key of its own. @see https://github.com/pallets/flask/blob/3.0.2/src/flask/sessions.py */
const key = createHmac('sha1', secret).update('cookie-session').digest();

/** What is remembered of a visitor: who signed in; null for a form without a name. */
type Session = { readonly user?: string | null };

/** The cookie: JSON, the time and a signature, in base64url with dots between. */
export function sessionToken(session: Session, now: Date): string {
  const seconds = Buffer.alloc(4);
  seconds.writeUInt32BE(Math.floor(now.getTime() / 1000) >>> 0);
  const signed = `${Buffer.from(JSON.stringify(session)).toString('base64url')}.${seconds.toString('base64url')}`;
  return `${signed}.${signature(signed)}`;
}

/** What a request's cookie says; a token with a wrong signature counts as none. */
export function sessionOf(headers: Headers): Session {
  const token = /(?:^|;\s*)session=([^;]*)/.exec(header(headers, 'cookie') ?? '')?.[1];
  const [content = '', seconds = '', proof = ''] = token?.split('.') ?? [];
  if (!token || signature(`${content}.${seconds}`) !== proof) return {};
  return JSON.parse(Buffer.from(content, 'base64url').toString()) as Session;
}

const signature = (text: string): string => createHmac('sha1', key).update(text).digest('base64url');
