import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { certificatesIn } from './identity.ts';

/** Why a chain of certificates isn't trusted: OpenSSL's number and words. @see https://docs.openssl.org/3.0/man1/openssl-verification-options/ */
type ChainProblem = { readonly code: number; readonly text: string };

const problems = {
  early: { code: 9, text: 'certificate is not yet valid' },
  late: { code: 10, text: 'certificate has expired' },
  selfSigned: { code: 18, text: 'self-signed certificate' },
  selfSignedRoot: { code: 19, text: 'self-signed certificate in certificate chain' },
  noIssuer: { code: 20, text: 'unable to get local issuer certificate' },
} as const satisfies Readonly<Record<string, ChainProblem>>;

/**
 * Follows a server's certificates, PEM with its own first, up to one that a client trusts or that signed by such a one;
 * a certificate that isn't a root may be trusted too, as curl has it.
 */
export function chainProblem(chain: string, authorities: string, now: Date): ChainProblem | undefined {
  const [trusted, shown] = [certificatesIn(authorities), certificatesIn(chain)];
  const followed: X509Certificate[] = [];
  let [current] = shown;
  while (current) {
    const one: X509Certificate = current;
    followed.push(one);
    if (trusted.some((each) => each.fingerprint256 === one.fingerprint256)) return untimely(followed, now);
    const authority = trusted.find((each) => signed(each, one));
    if (authority) return untimely([...followed, authority], now);
    current = shown.find((each) => !followed.includes(each) && signed(each, one));
    if (!current && signed(one, one))
      return followed.length === 1 ? problems.selfSigned : problems.selfSignedRoot;
  }
  return problems.noIssuer;
}

const signed = (issuer: X509Certificate, subject: X509Certificate): boolean =>
  subject.checkIssued(issuer) && subject.verify(issuer.publicKey);

function untimely(chain: readonly X509Certificate[], now: Date): ChainProblem | undefined {
  if (chain.some(({ validFromDate }) => validFromDate > now)) return problems.early;
  return chain.some(({ validToDate }) => validToDate < now) ? problems.late : undefined;
}

/** Whether a server's certificate is for a name or an address that a client meant. */
export function isFor(chain: string, host: string): boolean {
  const [own] = certificatesIn(chain);
  return own !== undefined && (isIP(host) ? own.checkIP(host) : own.checkHost(host)) !== undefined;
}

/** Whether a server's certificate is for one of several names; URIs are compared as they are. */
export const isForAny = (chain: string, names: readonly string[]): boolean =>
  names.some(
    (name) => isFor(chain, name) || certificateFacts(chain)?.alternatives.some(({ value }) => value === name),
  );

/** What a certificate says of itself, in OpenSSL's forms. */
type CertificateFacts = {
  /** `CN=shop.example; O=shop` */
  readonly subject: string;
  readonly issuer: string;
  /** The last common name; empty without one. */
  readonly commonName: string;
  /** `Dec  1 00:11:48 2026 GMT` */
  readonly from: string;
  readonly until: string;
  /** Names and addresses that it is for besides its subject. */
  readonly alternatives: readonly { readonly kind: 'DNS' | 'IP Address' | 'URI'; readonly value: string }[];
};

/** The facts of the first certificate of a PEM text; undefined without one. */
export function certificateFacts(chain: string): CertificateFacts | undefined {
  const [own] = certificatesIn(chain);
  if (!own) return undefined;
  const named = (text = ''): string => text.split('\n').join('; ');
  const alternatives = [
    ...(own.subjectAltName ?? '').matchAll(/(?:^|, )(DNS|IP Address|URI):("?)(.*?)\2(?=, |$)/g),
  ];
  return {
    subject: named(own.subject),
    issuer: named(own.issuer),
    commonName: /(?:^|\n)CN=([^\n]*)(?![\s\S]*\nCN=)/.exec(own.subject)?.[1] ?? '',
    from: own.validFrom,
    until: own.validTo,
    alternatives: alternatives.map(([, kind, , value = '']) => ({
      kind: kind as 'DNS' | 'IP Address' | 'URI',
      value,
    })),
  };
}
