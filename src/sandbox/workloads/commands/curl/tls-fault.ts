import type { TlsFault } from '../../../dataplane/message.ts';
import { atLeast, CurlFailure } from './failure.ts';
import { libraryText } from './version-text.ts';

type Met = {
  readonly version: string;
  readonly host: string;
  readonly port: number;
  readonly address: string;
  /** Of a certificate that isn't taken. */
  readonly detail: string;
};

/** A handshake that failed, as curl with OpenSSL tells it. */
export function tlsFault(fault: TlsFault | 'reset', met: Met): CurlFailure {
  const { version, host, port, address, detail } = met;
  switch (fault) {
    case 'untrusted':
      return new CurlFailure(60, detail, address);
    case 'no tls':
      return new CurlFailure(
        35,
        errorText('error:0A00010B:SSL routines::wrong version number', version),
        address,
      );
    case 'alert':
      return new CurlFailure(
        35,
        errorText('error:0A000410:SSL routines::sslv3 alert handshake failure', version),
        address,
      );
    case 'closed':
      return new CurlFailure(
        35,
        atLeast(version, '8.10.0')
          ? 'TLS connect error: unexpected eof while reading'
          : `OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to ${host}:${port} `,
        address,
      );
    case 'reset':
      return new CurlFailure(
        35,
        atLeast(version, '7.88.0')
          ? 'Recv failure: Connection reset by peer'
          : `OpenSSL SSL_connect: Connection reset by peer in connection to ${host}:${port} `,
        address,
      );
    default:
      throw new Error(fault satisfies never);
  }
}

/** OpenSSL's own error, with its name before it or curl's words. */
function errorText(text: string, version: string): string {
  if (atLeast(version, '8.10.0')) return `TLS connect error: ${text}`;
  const [, library = 'OpenSSL/3.0'] = /(OpenSSL\/\S+)/.exec(libraryText(version)) ?? [];
  return atLeast(version, '7.88.0') ? `${library}: ${text}` : text;
}

/** What curl adds to an error about a certificate. */
export const moreDetails = (version: string): string =>
  [
    'More details here: https://curl.se/docs/sslcerts.html',
    '',
    'curl failed to verify the legitimacy of the server and therefore could not',
    'establish a secure connection to it. To learn more about this situation and',
    `how to fix it, please visit the ${atLeast(version, '8.12.0') ? 'webpage' : 'web page'} mentioned above.`,
    '',
  ].join('\n');
