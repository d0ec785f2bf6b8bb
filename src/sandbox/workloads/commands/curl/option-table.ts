import type { DataPart, Settings } from './settings.ts';

/** An option of curl: its long name, its letter, and what it changes. */
export type Option = { readonly long: string; readonly short?: string } & (
  | { readonly takes: 'nothing'; readonly apply: (settings: Settings) => void }
  | { readonly takes: 'text'; readonly apply: (settings: Settings, text: string) => void }
  | { readonly takes: 'number'; readonly apply: (settings: Settings, value: number) => void }
);

const flag = (names: string, apply: (settings: Settings) => void): Option => ({
  ...named(names),
  takes: 'nothing',
  apply,
});
const text = (names: string, apply: (settings: Settings, text: string) => void): Option => ({
  ...named(names),
  takes: 'text',
  apply,
});
const number = (names: string, apply: (settings: Settings, value: number) => void): Option => ({
  ...named(names),
  takes: 'number',
  apply,
});

function named(names: string): { readonly long: string; readonly short?: string } {
  const [long = '', short] = names.split(' ');
  return { long, ...(short ? { short } : {}) };
}

const data = (names: string, form: DataPart['form']): Option =>
  text(names, (settings, value) => settings.data.push({ text: value, form }));

const nothing = (): void => {};

/** The options that are simulated. @see https://curl.se/docs/manpage.html */
export const options: readonly Option[] = [
  flag('basic', nothing),
  number('connect-timeout', (settings, seconds) => {
    settings.connectTimeoutMs = seconds * 1000;
  }),
  text('connect-to', (settings, rule) => settings.connectTo.push(rule)),
  text('cookie b', (settings, cookie) => settings.cookies.push(cookie)),
  text('cookie-jar c', (settings, file) => {
    settings.cookieJar = file;
  }),
  data('data d', 'plain'),
  data('data-ascii', 'plain'),
  data('data-binary', 'binary'),
  data('data-raw', 'raw'),
  data('data-urlencode', 'urlencode'),
  text('dump-header D', (settings, file) => {
    settings.dumpHeader = file;
  }),
  flag('fail f', (settings) => {
    settings.fail = 'fail';
  }),
  flag('fail-with-body', (settings) => {
    settings.fail = 'with body';
  }),
  flag('get G', (settings) => {
    settings.get = true;
  }),
  flag('globoff g', nothing),
  flag('head I', (settings) => {
    settings.head = true;
  }),
  text('header H', (settings, header) => settings.headers.push(header)),
  flag('http1.1', nothing),
  flag('include i', (settings) => {
    settings.include = true;
  }),
  flag('insecure k', (settings) => {
    settings.insecure = true;
  }),
  flag('ipv4 4', nothing),
  text('json', (settings, value) => {
    settings.json = true;
    settings.data.push({ text: value, form: 'binary' });
  }),
  flag('location L', (settings) => {
    settings.location = true;
  }),
  number('max-redirs', (settings, times) => {
    settings.maxRedirects = times;
  }),
  number('max-time m', (settings, seconds) => {
    settings.maxTimeMs = seconds * 1000;
  }),
  flag('no-buffer N', nothing),
  flag('no-keepalive', nothing),
  flag('no-progress-meter', (settings) => {
    settings.progressMeter = false;
  }),
  text('oauth2-bearer', (settings, token) => {
    settings.bearer = token;
  }),
  text('output o', (settings, path) => settings.outputs.push({ kind: 'file', path })),
  text('referer e', (settings, referer) => {
    settings.referer = referer;
  }),
  flag('remote-name O', (settings) => settings.outputs.push({ kind: 'remote name' })),
  text('request X', (settings, method) => {
    settings.method = method;
  }),
  text('resolve', (settings, rule) => settings.resolve.push(rule)),
  number('retry', (settings, times) => {
    settings.retries = times;
  }),
  flag('retry-all-errors', (settings) => {
    settings.retryAllErrors = true;
  }),
  flag('retry-connrefused', (settings) => {
    settings.retryRefused = true;
  }),
  number('retry-delay', (settings, seconds) => {
    settings.retryDelayMs = seconds * 1000;
  }),
  flag('show-error S', (settings) => {
    settings.showError = true;
  }),
  flag('silent s', (settings) => {
    settings.silent = true;
  }),
  text('url', (settings, url) => settings.urls.push(url)),
  text('user u', (settings, user) => {
    settings.user = user;
  }),
  text('user-agent A', (settings, agent) => {
    settings.userAgent = agent;
  }),
  flag('verbose v', (settings) => {
    settings.verbose = true;
  }),
  text('write-out w', (settings, format) => {
    settings.writeOut = format;
  }),
];

/** Options that curl has and the sandbox hasn't: refused by name, not called unknown. */
export const unsimulatedOptions: readonly string[] = [
  ...[
    'abstract-unix-socket',
    'alt-svc',
    'anyauth',
    'append',
    'aws-sigv4',
    'cacert',
    'capath',
    'cert',
    'cert-status',
  ],
  ...[
    'cert-type',
    'ciphers',
    'compressed',
    'compressed-ssh',
    'config',
    'continue-at',
    'create-dirs',
    'create-file-mode',
  ],
  ...[
    'crlf',
    'crlfile',
    'curves',
    'delegation',
    'digest',
    'disable',
    'disable-eprt',
    'disable-epsv',
    'dns-interface',
  ],
  ...[
    'dns-ipv4-addr',
    'dns-ipv6-addr',
    'dns-servers',
    'doh-cert-status',
    'doh-insecure',
    'doh-url',
    'egd-file',
    'engine',
  ],
  ...[
    'etag-compare',
    'etag-save',
    'expect100-timeout',
    'fail-early',
    'false-start',
    'form',
    'form-escape',
    'form-string',
  ],
  ...[
    'ftp-port',
    'ftp-ssl',
    'happy-eyeballs-timeout-ms',
    'haproxy-protocol',
    'hostpubmd5',
    'hsts',
    'http0.9',
    'http1.0',
  ],
  ...[
    'http2',
    'http2-prior-knowledge',
    'http3',
    'http3-only',
    'ignore-content-length',
    'interface',
    'ipfs-gateway',
  ],
  ...[
    'ipv6',
    'junk-session-cookies',
    'keepalive-time',
    'key',
    'key-type',
    'krb',
    'libcurl',
    'limit-rate',
    'list-only',
  ],
  ...[
    'local-port',
    'location-trusted',
    'login-options',
    'mail-auth',
    'mail-from',
    'mail-rcpt',
    'manual',
    'max-filesize',
  ],
  ...[
    'metalink',
    'negotiate',
    'netrc',
    'netrc-file',
    'netrc-optional',
    'next',
    'no-alpn',
    'no-clobber',
    'no-npn',
  ],
  ...[
    'no-sessionid',
    'noproxy',
    'ntlm',
    'ntlm-wb',
    'output-dir',
    'parallel',
    'parallel-immediate',
    'parallel-max',
  ],
  ...[
    'pass',
    'path-as-is',
    'pinnedpubkey',
    'post301',
    'post302',
    'post303',
    'preproxy',
    'progress-bar',
    'proto',
  ],
  ...[
    'proto-default',
    'proto-redir',
    'proxy',
    'proxy-header',
    'proxy-insecure',
    'proxy-user',
    'proxytunnel',
    'pubkey',
  ],
  ...['quote', 'random-file', 'range', 'rate', 'raw', 'remote-header-name', 'remote-name-all', 'remote-time'],
  ...[
    'remove-on-error',
    'request-target',
    'retry-max-time',
    'sasl-authzid',
    'sasl-ir',
    'service-name',
    'socks4',
  ],
  ...[
    'socks4a',
    'socks5',
    'socks5-hostname',
    'speed-limit',
    'speed-time',
    'ssl',
    'ssl-no-revoke',
    'ssl-reqd',
    'sslv2',
  ],
  ...[
    'sslv3',
    'stderr',
    'styled-output',
    'suppress-connect-headers',
    'tcp-fastopen',
    'tcp-nodelay',
    'telnet-option',
  ],
  ...[
    'tftp-blksize',
    'tftp-no-options',
    'time-cond',
    'tls-max',
    'tls13-ciphers',
    'tlsauthtype',
    'tlspassword',
    'tlsuser',
  ],
  ...[
    'tlsv1',
    'tlsv1.0',
    'tlsv1.1',
    'tlsv1.2',
    'tlsv1.3',
    'tr-encoding',
    'trace',
    'trace-ascii',
    'trace-config',
  ],
  ...['trace-ids', 'trace-time', 'unix-socket', 'upload-file', 'url-query', 'use-ascii', 'variable', 'xattr'],
];

/** Letters of options that the sandbox hasn't. */
export const unsimulatedLetters = '0136#aBCEFjJKlMnpPqQrRtTUxyYzZ:';
