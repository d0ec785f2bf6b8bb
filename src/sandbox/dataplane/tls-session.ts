import { ipVersion } from '../apiserver/admission/ip-address.ts';
import { certificateFacts, chainProblem, isFor } from '../apiserver/tls/verify.ts';
import type { Secured, Trust } from './message.ts';
import { publicAuthority } from './public-authority.ts';
import type { TlsClient } from './tls.ts';

/** A client's TLS, and what it saw of the server once there was a handshake. */
type TlsSession = { readonly client: TlsClient; readonly seen: () => Secured | undefined };

type Wanted = { readonly host: string; readonly trust: Trust; readonly now: Date };

/** TLS as OpenSSL does it for curl: the chain of certificates is looked at first, then the name. */
export async function tlsSession({ host, trust, now }: Wanted): Promise<TlsSession> {
  const authorities = typeof trust === 'object' ? trust.authorities : (await publicAuthority()).certificate;
  let seen: Secured | undefined;
  return {
    seen: () => seen,
    client: {
      ...(ipVersion(host) ? {} : { serverName: host }),
      refuse({ certificate }) {
        const problem = chainProblem(certificate, authorities, now);
        seen = { certificate, ...(problem ? { problem } : {}) };
        if (trust === 'anything') return undefined;
        if (problem) return `SSL certificate problem: ${problem.text}`;
        return isFor(certificate, host) ? undefined : wrongName(certificate, host);
      },
    },
  };
}

/** In curl's words, which depend on whether the certificate has alternatives to its subject. */
function wrongName(certificate: string, host: string): string {
  const { alternatives = [], commonName = '' } = certificateFacts(certificate) ?? {};
  return alternatives.length
    ? `SSL: no alternative certificate subject name matches target host name '${host}'`
    : `SSL: certificate subject name '${commonName}' does not match target host name '${host}'`;
}
