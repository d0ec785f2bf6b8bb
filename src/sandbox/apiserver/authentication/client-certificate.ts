import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { allAuthenticated, type User } from './user.ts';

/** Whom a client's certificate is for; `untrusted` when nobody here signed it. */
export type CertificateUser = User | 'untrusted' | undefined;

/**
 * The user of the certificate that a client brought: its common name, in the groups of its organizations.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#x509-client-certificates
 */
export function certificateUser(socket: Socket): CertificateUser {
  const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined;
  if (!certificate?.fingerprint256 || !(socket instanceof TLSSocket)) return undefined;
  if (!socket.authorized) return 'untrusted';
  // What is there several times comes as a list.
  const { CN, O } = certificate.subject as Readonly<Record<string, string | readonly string[] | undefined>>;
  const name = listOf(CN).at(-1);
  if (!name) return 'untrusted';
  const digest = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  return {
    name,
    groups: [...listOf(O), allAuthenticated],
    extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${digest}`] },
  };
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;
