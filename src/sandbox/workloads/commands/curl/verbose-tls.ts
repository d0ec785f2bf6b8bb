import { certificateFacts } from '../../../apiserver/tls/verify.ts';
import type { Secured } from '../../../dataplane/message.ts';
import { atLeast } from './failure.ts';
import type { Trusted } from './trust.ts';

export type TlsTold = {
  /** As the client named the server. */
  readonly host: string;
  readonly version: string;
  readonly trusted: Trusted;
  readonly secured: Secured | undefined;
  /** Whether the client went on after it had seen the certificate. */
  readonly done: boolean;
};

/**
 * What `-v` tells of a handshake, without the sizes of its records. It ends where the handshake did: before a server's
 * answer, at a certificate that nobody vouches for, or at a name that isn't the certificate's.
 */
export function handshakeLines(told: TlsTold): readonly string[] {
  const { version, secured } = told;
  const begun = [
    `ALPN: ${atLeast(version, '8.0.0') ? 'curl ' : ''}offers h2,http/1.1`,
    out('TLS handshake, Client hello (1)'),
    ...trustLines(told.trusted),
  ];
  if (!secured) return begun;
  const hello = ['Server hello (2)', 'Encrypted Extensions (8)', 'Certificate (11)'].map(seen);
  if (secured.problem && !told.done) return [...begun, ...hello, out(alertOf(secured.problem.code))];
  return [
    ...begun,
    ...hello,
    ...['CERT verify (15)', 'Finished (20)'].map(seen),
    out('TLS change cipher, Change cipher spec (1)'),
    out('TLS handshake, Finished (20)'),
    'SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384',
    'ALPN: server accepted http/1.1',
    ...certificateLines(secured, told),
    ...(told.done ? [verdictOf(secured), `using HTTP/1.${atLeast(version, '8.10.0') ? 'x' : '1'}`] : []),
  ];
}

const out = (text: string): string => `TLSv1.3 (OUT), ${text}:`;
const seen = (message: string): string => `TLSv1.3 (IN), TLS handshake, ${message}:`;

const trustLines = ({ trust, file }: Trusted): readonly string[] =>
  trust === 'anything'
    ? []
    : [` CAfile: ${file ?? '/etc/ssl/certs/ca-certificates.crt'}`, ' CApath: /etc/ssl/certs'];

/** The alert with which a client ends the handshake, by OpenSSL's number of the problem. */
function alertOf(code: number): string {
  if (code === 10) return 'TLS alert, certificate expired (557)';
  return code === 9 ? 'TLS alert, bad certificate (554)' : 'TLS alert, unknown CA (560)';
}

function certificateLines({ certificate }: Secured, { host, trusted, done }: TlsTold): readonly string[] {
  const facts = certificateFacts(certificate);
  if (!facts) return [];
  const { subject, issuer, from, until, alternatives, commonName } = facts;
  const names = alternatives.map(({ value }) => value);
  const fitting = names.find((name) => name === host || isWithin(name, host));
  const matched =
    names.length === 0
      ? [` common name: ${commonName} (matched)`]
      : [` subjectAltName: host "${host}" matched cert's "${fitting ?? ''}"`];
  const told = done ? matched : names.length ? [` subjectAltName does not match ${host}`] : [];
  return [
    'Server certificate:',
    ` subject: ${subject}`,
    ` start date: ${from}`,
    ` expire date: ${until}`,
    ...(trusted.trust === 'anything' ? [] : told),
    ...(done ? [` issuer: ${issuer}`] : []),
  ];
}

/** Whether a name is a wildcard for a host. */
const isWithin = (name: string, host: string): boolean =>
  name.startsWith('*.') && host.slice(host.indexOf('.')) === name.slice(1);

const verdictOf = ({ problem }: Secured): string =>
  problem
    ? ` SSL certificate verify result: ${problem.text} (${problem.code}), continuing anyway.`
    : ' SSL certificate verify ok.';
