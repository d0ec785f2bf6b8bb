import { header } from '../../dataplane/message.ts';
import { type Answer, type Call, json, text } from './call.ts';
import { ofStatus } from './statuses.ts';

export const basicAuth: Answer = (call, user = '', password = '') =>
  isSignedIn(call, user, password) ? json(call, { authenticated: true, user }) : ofStatus(call, 401);

/** Whoever isn't signed in isn't told that he could. */
export const hiddenBasicAuth: Answer = (call, user = '', password = '') =>
  isSignedIn(call, user, password) ? json(call, { authenticated: true, user }) : ofStatus(call, 404);

export const bearer: Answer = (call) => {
  const [, token] = /^Bearer (.*)$/.exec(header(call.request.headers, 'authorization') ?? '') ?? [];
  return token === undefined
    ? text(call, '', { status: 401, late: [['WWW-Authenticate', 'Bearer']] })
    : json(call, { authenticated: true, token });
};

function isSignedIn({ request }: Call, user: string, password: string): boolean {
  const [scheme, proof = ''] = (header(request.headers, 'authorization') ?? '').split(' ');
  return (
    scheme?.toLowerCase() === 'basic' && Buffer.from(proof, 'base64').toString() === `${user}:${password}`
  );
}
