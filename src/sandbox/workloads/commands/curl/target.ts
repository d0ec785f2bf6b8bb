import { isIPv6 } from 'node:net';
import { atLeast, CurlFailure } from './failure.ts';
import { protocols } from './version-text.ts';

/** A URL taken apart for a transfer. */
export type Target = {
  readonly url: URL;
  readonly scheme: 'http' | 'https';
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  /** As it goes on the wire. */
  readonly path: string;
};

/** Reads a URL as curl does: without a scheme it is HTTP. @throws CurlFailure 1, 3; 2 for what isn't simulated */
export function parseTarget(text: string, version: string): Target {
  const malformed = (why: string): CurlFailure =>
    new CurlFailure(
      3,
      atLeast(version, '8.1.0') ? `URL rejected: ${why}` : 'URL using bad/illegal format or missing URL',
    );
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (/[\s\x00-\x1f]/.test(text)) throw malformed('Malformed input to a URL function');
  const scheme = (full.split('://')[0] ?? '').toLowerCase();
  if (scheme !== 'http' && scheme !== 'https') {
    if (protocols.includes(scheme))
      throw new CurlFailure(2, `sandbox: curl's protocol ${scheme} is not simulated`);
    const disabled = atLeast(version, '8.6.0') ? '' : ' or disabled in libcurl';
    throw new CurlFailure(1, `Protocol "${scheme}" not supported${disabled}`);
  }
  let url: URL;
  try {
    url = new URL(full);
  } catch {
    throw malformed(
      /:\d{6,}|:[^/\d\]@]/.test(full.slice(scheme.length + 3))
        ? 'Port number was not a decimal number between 0 and 65535'
        : 'No host part in the URL',
    );
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(url.port) || (scheme === 'https' ? 443 : 80);
  return { url, scheme, host, port, path: `${url.pathname}${url.search}` };
}

/** `name` or `name:port`, the port only when it isn't the scheme's own. */
export function authority({ scheme, host, port }: Target): string {
  const name = isIPv6(host) ? `[${host}]` : host;
  return port === (scheme === 'https' ? 443 : 80) ? name : `${name}:${port}`;
}
