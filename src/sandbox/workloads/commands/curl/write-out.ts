import { header } from '../../../dataplane/message.ts';
import type { TransferReport } from './transfer.ts';

type Variable = (report: TransferReport) => string | number;

const seconds = (ms: number): string => (ms / 1000).toFixed(6);

/** Variables of `-w`. @see https://curl.se/docs/manpage.html#-w */
const variables: Readonly<Record<string, Variable>> = {
  content_type: ({ response }) => (response && header(response.headers, 'content-type')) ?? '',
  errormsg: ({ failure }) => failure?.message ?? '',
  exitcode: ({ failure }) => failure?.code ?? 0,
  filename_effective: ({ file }) => file ?? '',
  http_code: ({ response }) => String(response?.status ?? 0).padStart(3, '0'),
  http_connect: () => '000',
  http_version: ({ response }) => (response ? '1.1' : '0'),
  local_ip: () => '',
  method: ({ method }) => method,
  num_connects: ({ remoteIp }) => (remoteIp ? 1 : 0),
  num_headers: ({ response }) => response?.headers.length ?? 0,
  num_redirects: ({ redirects }) => redirects,
  redirect_url: ({ redirectUrl }) => redirectUrl ?? '',
  remote_ip: ({ remoteIp }) => remoteIp ?? '',
  remote_port: ({ target, remoteIp }) => (remoteIp ? (target?.port ?? 0) : 0),
  response_code: ({ response }) => String(response?.status ?? 0).padStart(3, '0'),
  scheme: ({ target, remoteIp }) => (remoteIp && target ? target.scheme : ''),
  size_download: ({ response }) => response?.body.length ?? 0,
  size_upload: ({ sentBytes }) => sentBytes,
  speed_download: ({ response, totalMs }) =>
    Math.round((response?.body.length ?? 0) / Math.max(totalMs / 1000, 1e-6)),
  ssl_verify_result: () => 0,
  time_connect: ({ lookedUpMs }) => seconds(lookedUpMs),
  time_namelookup: ({ lookedUpMs }) => seconds(lookedUpMs),
  time_pretransfer: ({ lookedUpMs }) => seconds(lookedUpMs),
  time_redirect: () => seconds(0),
  time_starttransfer: ({ totalMs }) => seconds(totalMs),
  time_total: ({ totalMs }) => seconds(totalMs),
  url: ({ url }) => url,
  url_effective: ({ target, url }) => target?.url.href ?? url,
  urlnum: ({ index }) => index,
};

/** Variables that curl has and the sandbox doesn't. */
const unsimulated = [
  ...[
    'certs',
    'header_json',
    'json',
    'local_port',
    'num_certs',
    'onerror',
    'proxy_ssl_verify_result',
    'size_header',
  ],
  ...[
    'size_request',
    'speed_upload',
    'stderr',
    'stdout',
    'time_appconnect',
    'urle.host',
    'xfer_id',
    'conn_id',
    'referer',
  ],
];

type WriteOut = { readonly stdout: string; readonly stderr: string };

/** The text of `-w` for one transfer. An unknown variable is told on stderr and leaves nothing. */
export function writeOut(format: string, report: TransferReport): WriteOut {
  let stderr = '';
  const stdout = format.replace(
    /%%|%\{([^}]*)\}|%header\{([^}]*)\}|\\([nrt])/g,
    (_, name: string | undefined, field: string | undefined, letter: string | undefined) => {
      if (letter) return { n: '\n', r: '\r', t: '\t' }[letter] ?? '';
      if (field !== undefined) return (report.response && header(report.response.headers, field)) ?? '';
      if (name === undefined) return '%';
      const variable = variables[name];
      if (variable) return String(variable(report));
      stderr += unsimulated.includes(name)
        ? `sandbox: curl's write-out variable ${name} is not simulated\n`
        : `curl: unknown --write-out variable: '${name}'\n`;
      return '';
    },
  );
  return { stdout, stderr };
}
