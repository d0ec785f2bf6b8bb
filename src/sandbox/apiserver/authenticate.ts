import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from './store/api-error.ts';

/** Says whether a request bears the token; takes equally long whatever is wrong with it. */
export function createAuthenticator(token: string): (headers: IncomingHttpHeaders) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(token);
  return ({ authorization = '' }) => {
    const [, given = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    return timingSafeEqual(digest(given), expected);
  };
}

export const unauthorized = (): ApiError => new ApiError(401, 'Unauthorized', 'Unauthorized');

/** There is one user, who can't be another. @throws ApiError 501 */
export function refuseImpersonation(headers: IncomingHttpHeaders): void {
  if (Object.keys(headers).some((name) => name.startsWith('impersonate-')))
    throw new ApiError(501, 'NotImplemented', 'sandbox: impersonation is not simulated');
}
