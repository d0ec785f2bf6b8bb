import type { Store } from '../store/store.ts';
import type { CertificateRequest } from './certificate-request.ts';
import type { Identity } from './identity.ts';

/** What a signed certificate may be used for, and how long. */
export type Grant = {
  readonly usages: readonly string[];
  readonly from: Date;
  readonly until: Date;
};

/** Who signs the certificates of a cluster: its server's, and those that are asked for. */
export type Authority = {
  /** PEM. */
  readonly certificate: string;
  /** Whether a request is signed with the key that it is about. */
  readonly isAuthentic: (request: CertificateRequest) => boolean;
  /** Signs a certificate; PEM. */
  readonly sign: (request: CertificateRequest, grant: Grant) => string;
  /** A new key, and a certificate for a server of these names and IPv4 addresses. */
  readonly serve: (commonName: string, names: readonly string[]) => Promise<Identity>;
};

const authorities = new WeakMap<Store, Authority>();

/** Tells a cluster who signs for it. */
export const setAuthority = (store: Store, authority: Authority): unknown =>
  authorities.set(store, authority);

/** Who signs for a cluster; undefined until its server is up. */
export const authorityOf = (store: Store): Authority | undefined => authorities.get(store);
