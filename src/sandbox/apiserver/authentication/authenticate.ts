import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../store/api-error.ts';
import type { CertificateUser } from './client-certificate.ts';
import { allAuthenticated, anonymous, type User } from './user.ts';

/** Who a request's credentials say that it comes from. @throws ApiError 401 for credentials that nobody has */
export type Authenticate = (headers: IncomingHttpHeaders, certificate?: CertificateUser) => Promise<User>;

/** The user of the kubeconfig, as kind makes one: its rights come from the group. */
const clusterAdministrator: User = {
  name: 'kubernetes-admin',
  uid: createHash('sha256').update('kubernetes-admin').digest('hex').slice(0, 32),
  groups: ['kubeadm:cluster-admins', allAuthenticated],
};

/** Says whose a token is that isn't the kubeconfig's; undefined for nobody's. */
type ReadToken = (token: string) => Promise<User | undefined>;

/** Knows the bearer of the kubeconfig's token, taking equally long whatever is wrong with a token, and others by `read`. */
export function createAuthenticator(token: string, read: ReadToken): Authenticate {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(token);
  return async ({ authorization = '' }, certificate) => {
    if (typeof certificate === 'object') return certificate;
    const [, given] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    if (given === undefined) {
      if (certificate === 'untrusted') throw unauthorized();
      return anonymous;
    }
    if (timingSafeEqual(digest(given), expected)) return clusterAdministrator;
    const user = await read(given);
    if (!user) throw unauthorized();
    return user;
  };
}

const unauthorized = (): ApiError => new ApiError(401, 'Unauthorized', 'Unauthorized');
