import type { CommandCall } from '../command.ts';

/** When a version came out, and what it was built with in the image that has it. */
type Build = { readonly date: string; readonly platform: string; readonly libraries: string };

const builds: Readonly<Record<string, Build>> = {
  '7.81.0': {
    date: '2022-01-05',
    platform: 'x86_64-pc-linux-gnu',
    libraries:
      'OpenSSL/3.0.2 zlib/1.2.11 brotli/1.0.9 zstd/1.4.8 libidn2/2.3.2 libpsl/0.21.0 (+libidn2/2.3.2) libssh/0.9.6/openssl/zlib nghttp2/1.43.0 librtmp/2.3 OpenLDAP/2.5.17',
  },
  '7.88.1': {
    date: '2023-02-20',
    platform: 'x86_64-pc-linux-gnu',
    libraries:
      'OpenSSL/3.0.14 zlib/1.2.13 brotli/1.0.9 zstd/1.5.4 libidn2/2.3.3 libpsl/0.21.2 (+libidn2/2.3.3) libssh2/1.10.0 nghttp2/1.52.0 librtmp/2.3 OpenLDAP/2.5.13',
  },
  '8.5.0': {
    date: '2023-12-06',
    platform: 'x86_64-pc-linux-musl',
    libraries: 'OpenSSL zlib brotli libssh2 nghttp2',
  },
  '8.17.0': {
    date: '2025-11-05',
    platform: 'x86_64-pc-linux-musl',
    libraries: 'OpenSSL zlib brotli libssh2 nghttp2',
  },
};

/** Protocols that such a build knows; all but the first two are refused by name. */
export const protocols = [
  'http',
  'https',
  'dict',
  'file',
  'ftp',
  'ftps',
  'gopher',
  'gophers',
  'imap',
  'imaps',
  'mqtt',
  'pop3',
  'pop3s',
  'rtsp',
  'scp',
  'sftp',
  'smb',
  'smbs',
  'smtp',
  'smtps',
  'telnet',
  'tftp',
];

const features =
  'alt-svc AsynchDNS brotli HSTS HTTP2 HTTPS-proxy IPv6 Largefile libz NTLM SSL threadsafe TLS-SRP UnixSockets';

const other: Build = { date: '', platform: 'x86_64-pc-linux-musl', libraries: 'OpenSSL zlib nghttp2' };

const buildOf = (version: string): Build => builds[version] ?? other;

/** The library, and those that it is built with: `libcurl/8.5.0 OpenSSL …`. */
export const libraryText = (version: string): string => `libcurl/${version} ${buildOf(version).libraries}`;

/** What `curl -V` prints. */
export function versionText({ host: { curlVersion } }: CommandCall): string {
  const { date, platform } = buildOf(curlVersion);
  return [
    `curl ${curlVersion} (${platform}) ${libraryText(curlVersion)}`,
    ...(date ? [`Release-Date: ${date}`] : []),
    `Protocols: ${protocols.toSorted().join(' ')}`,
    `Features: ${features}`,
    '',
  ].join('\n');
}
