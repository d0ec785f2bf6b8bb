import { certificatesIn } from '../../../apiserver/tls/identity.ts';
import { type HttpResponse, header } from '../../../dataplane/message.ts';
import { atLeast } from './failure.ts';
import type { TransferReport } from './transfer.ts';
import { libraryText } from './version-text.ts';

type Value = string | number | null;

type Variable = (report: TransferReport, version: string) => Value;

const seconds = (ms: number): string => (ms / 1000).toFixed(6);

const perSecond = (bytes: number, totalMs: number): number =>
  Math.round(bytes / Math.max(totalMs / 1000, 1e-6));

const status = ({ response }: TransferReport): string => String(response?.status ?? 0).padStart(3, '0');

/** Where no certificate is shown and no own address known, there is nothing. */
const variables: Readonly<Record<string, Variable>> = {
  certs: () => '',
  content_type: ({ response }) => (response && header(response.headers, 'content-type')) ?? null,
  errormsg: ({ failure }) => failure?.message ?? null,
  exitcode: ({ failure }) => failure?.code ?? 0,
  filename_effective: ({ file }) => file ?? null,
  ftp_entry_path: () => null,
  http_code: status,
  http_connect: () => '000',
  http_version: ({ response }) => (response ? '1.1' : '0'),
  local_ip: () => '',
  local_port: () => 0,
  method: ({ method }) => method,
  num_certs: ({ secured, failure }) => (secured && !failure ? certificatesIn(secured.certificate).length : 0),
  num_connects: ({ remoteIp }) => (remoteIp ? 1 : 0),
  num_headers: ({ response }) => response?.headers.length ?? 0,
  num_redirects: ({ redirects }) => redirects,
  proxy_ssl_verify_result: () => 0,
  redirect_url: ({ redirectUrl }) => redirectUrl ?? null,
  referer: ({ referer }) => referer ?? null,
  remote_ip: ({ remoteIp }) => remoteIp ?? '',
  remote_port: ({ target, remoteIp }) => (remoteIp ? (target?.port ?? 0) : 0),
  response_code: status,
  // Its name was in capitals until version 8.8.
  scheme: ({ target, remoteIp }, version) => {
    if (!remoteIp || !target) return null;
    const { scheme } = target;
    return atLeast(version, '8.8.0') ? scheme : scheme.toUpperCase();
  },
  size_download: ({ response }) => response?.body.length ?? 0,
  size_header: ({ headerBytes }) => headerBytes,
  size_request: ({ requestBytes }) => requestBytes,
  size_upload: ({ sentBytes }) => sentBytes,
  speed_download: ({ response, totalMs }) => perSecond(response?.body.length ?? 0, totalMs),
  speed_upload: ({ sentBytes, totalMs }) => perSecond(sentBytes, totalMs),
  ssl_verify_result: ({ secured }) => secured?.problem?.code ?? 0,
  time_appconnect: ({ target, lookedUpMs }) => seconds(target?.scheme === 'https' ? lookedUpMs : 0),
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
const unsimulated = ['conn_id', 'num_retries', 'tls_earlydata', 'urle.host', 'xfer_id'];

/** A piece of what `-w` says, and where to. */
type Said = { readonly to: 'stdout' | 'stderr'; readonly text: string };

/**
 * The text of `-w` for one transfer. An unknown variable is told on stderr and leaves nothing.
 * @see https://curl.se/docs/manpage.html#-w
 */
export function writeOut(format: string, report: TransferReport, version: string): readonly Said[] {
  const said: Said[] = [];
  let to: Said['to'] = 'stdout';
  for (const piece of format.match(/%%|%\{[^}]*\}|%header\{[^}]*\}|\\[nrt]|[^%\\]+|[%\\]/g) ?? []) {
    const name = /^%\{(.*)\}$/.exec(piece)?.[1];
    if (name === 'stdout' || name === 'stderr') to = name;
    else if (name === 'onerror' && !report.failure) break;
    else if (name !== undefined && name !== 'onerror')
      said.push(...textOf(name, report, version).map((one) => ({ to, ...one })));
    else if (name === undefined) said.push({ to, text: plainOf(piece, report) });
  }
  return said;
}

const escapes: Readonly<Record<string, string>> = { '%%': '%', '\\n': '\n', '\\r': '\r', '\\t': '\t' };

/** What is no variable: a header of the response, an escape, or a text as it is. */
function plainOf(piece: string, { response }: TransferReport): string {
  const field = /^%header\{(.*)\}$/.exec(piece)?.[1];
  if (field === undefined) return escapes[piece] ?? piece;
  return (response && header(response.headers, field)) ?? '';
}

type Unplaced = { readonly text: string; readonly to?: 'stderr' };

function textOf(name: string, report: TransferReport, version: string): readonly Unplaced[] {
  if (name === 'json') return [{ text: jsonOf(report, version) }];
  if (name === 'header_json') return [{ text: report.response ? headerJson(report.response) : '{}' }];
  const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (variable) return [{ text: String(variable(report, version) ?? '') }];
  return [
    {
      to: 'stderr',
      text: unsimulated.includes(name)
        ? `sandbox: curl's write-out variable ${name} is not simulated\n`
        : `curl: unknown --write-out variable: '${name}'\n`,
    },
  ];
}

/** All variables as one object, numbers as numbers. */
function jsonOf(report: TransferReport, version: string): string {
  const numeric = /^(time_|http_c|response_code)/;
  const entries = Object.entries(variables).map(([name, variable]) => {
    const value = variable(report, version);
    const text = numeric.test(name) ? numberText(String(value)) : JSON.stringify(value);
    return `"${name}":${text}`;
  });
  return `{${entries.join(',')},"curl_version":${JSON.stringify(libraryText(version))}}`;
}

const numberText = (text: string): string => (text.includes('.') ? text : String(Number(text)));

/** Headers by their names in lower case, each with all its values. */
function headerJson({ headers }: HttpResponse): string {
  const all = new Map<string, string[]>();
  for (const [name, value] of headers)
    all.set(name.toLowerCase(), [...(all.get(name.toLowerCase()) ?? []), value]);
  return `{${[...all].map(([name, values]) => `${JSON.stringify(name)}:${JSON.stringify(values)}`).join(',\n')}\n}`;
}
