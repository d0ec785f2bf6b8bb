import { posix } from 'node:path';
import { type HttpRequest, type HttpResponse, header } from '../../../dataplane/message.ts';
import { FileError } from '../../files/entry.ts';
import type { FileTree } from '../../files/file-tree.ts';
import { reasonPhrase, reply } from '../../http-reply.ts';
import type { Peer } from '../../runtime.ts';
import type { Network } from '../../workload.ts';
import { forward } from '../forward.ts';
import type { Location, Rules, ServerConfig } from './server-config.ts';

type Asked = {
  readonly request: HttpRequest;
  readonly peer: Peer;
  readonly tree: FileTree;
  readonly network: Network;
  readonly hostname: string;
  readonly scheme: 'http' | 'https';
  /** As the `Server` header says: `nginx/1.27.0`. */
  readonly version: string;
};

/** What a server answers: a fixed text, a file, or what another server says. */
export async function answer(server: ServerConfig, asked: Asked): Promise<HttpResponse> {
  const path = decodeURIComponent(asked.request.path.split('?')[0] ?? '/');
  const response = await answerPath(server, path, asked);
  const page = server.errorPages.get(response.status);
  if (!page) return response;
  const shown = await answerPath(server, page, asked);
  return shown.status === 200 ? { ...shown, status: response.status } : response;
}

async function answerPath(
  server: ServerConfig,
  path: string,
  asked: Asked,
  turns = 0,
): Promise<HttpResponse> {
  const rules: Rules | Location = server.answer ? server : (locationFor(server.locations, path) ?? server);
  const withHeaders = (response: HttpResponse): HttpResponse => {
    const added = rules.headers.map(([name, value]) => [name, variables(value, path, asked)] as const);
    return { ...response, headers: [...response.headers, ...added] };
  };
  if (rules.denied) return page(403, asked);
  if (rules.answer) return withHeaders(fixed(rules.answer, rules, path, asked));
  if (rules.status) return reply(statusText, { server: asked.version, type: 'text/plain' });
  if (rules.proxyTo) return withHeaders(await proxied(rules, rules.proxyTo, path, asked));
  if (rules.tryFiles) return tried(server, rules, path, asked, turns);
  return withHeaders(fileAt(rules, path, asked));
}

const statusText =
  'Active connections: 1 \nserver accepts handled requests\n 1 1 1 \nReading: 0 Writing: 1 Waiting: 0 \n';

/** Exact ones first, then the longest prefix, unless a pattern fits. @see https://nginx.org/en/docs/http/ngx_http_core_module.html#location */
function locationFor(locations: readonly Location[], path: string): Location | undefined {
  const exact = locations.find((each) => each.match === '=' && each.path === path);
  if (exact) return exact;
  const prefixes = locations.filter(
    (each) => (each.match === '' || each.match === '^~') && path.startsWith(each.path),
  );
  const longest = prefixes.toSorted((a, b) => b.path.length - a.path.length)[0];
  if (longest?.match === '^~') return longest;
  const pattern = locations.find(
    (each) => each.match.startsWith('~') && new RegExp(each.path, each.match === '~*' ? 'i' : '').test(path),
  );
  return pattern ?? longest;
}

function fixed(
  { status, text }: Rules['answer'] & object,
  { type }: Rules,
  path: string,
  asked: Asked,
): HttpResponse {
  const said = variables(text, path, asked);
  const moved = [301, 302, 303, 307, 308].includes(status);
  if (moved) {
    const host = header(asked.request.headers, 'host') ?? 'localhost';
    const location = said.startsWith('/') ? `http://${host}${said}` : said;
    const body = page(status, asked);
    return { ...body, headers: [...body.headers, ['Location', location]] };
  }
  if (said === '' && status !== 200) return page(status, asked);
  return reply(said, { status, server: asked.version, type: type ?? 'text/plain' });
}

/** `$host`, `$uri` and their like. */
function variables(text: string, path: string, { request, peer, hostname, scheme }: Asked): string {
  const [, query = ''] = request.path.split('?');
  const known: Readonly<Record<string, string>> = {
    host: (header(request.headers, 'host') ?? '').replace(/:\d+$/, ''),
    http_host: header(request.headers, 'host') ?? '',
    hostname,
    uri: path,
    request_uri: request.path,
    request_method: request.method,
    args: query,
    query_string: query,
    is_args: query ? '?' : '',
    remote_addr: peer.address,
    scheme,
    server_protocol: 'HTTP/1.1',
    proxy_add_x_forwarded_for: [header(request.headers, 'x-forwarded-for'), peer.address]
      .filter(Boolean)
      .join(', '),
  };
  return text.replace(/\$\{?(\w+)\}?/g, (all, name: string) => {
    if (name.startsWith('http_')) return header(request.headers, name.slice(5).replaceAll('_', '-')) ?? '';
    return known[name] ?? all;
  });
}

async function proxied(rules: Rules, to: string, path: string, asked: Asked): Promise<HttpResponse> {
  const target = new URL(variables(to, path, asked));
  const location = 'path' in rules ? String(rules.path) : '/';
  const [, query] = asked.request.path.split('?');
  const rest = /^https?:\/\/[^/]+\//.test(to) ? target.pathname + path.slice(location.length) : path;
  const own = rules.proxyHeaders.map(([name, value]) => [name, variables(value, path, asked)] as const);
  const named = new Set(own.map(([name]) => name.toLowerCase()));
  const passed = asked.request.headers.filter(
    ([name]) => !named.has(name.toLowerCase()) && !/^(host|connection)$/i.test(name),
  );
  const headers = [...(named.has('host') ? [] : [['Host', target.host] as const]), ...own, ...passed];
  const request = { ...asked.request, path: query === undefined ? rest : `${rest}?${query}`, headers };
  const found = await forward(asked.network, target, request);
  if (found === 'timeout') return page(504, asked);
  if (found === 'failed') return page(502, asked);
  const kept = found.headers.filter(([name]) => !/^(server|connection|keep-alive)$/i.test(name));
  return { ...found, headers: [['Server', asked.version], ...kept] };
}

async function tried(
  server: ServerConfig,
  rules: Rules,
  path: string,
  asked: Asked,
  turns: number,
): Promise<HttpResponse> {
  const files = rules.tryFiles ?? [];
  for (const file of files.slice(0, -1)) {
    const response = fileAt(rules, variables(file, path, asked), asked);
    if (response.status === 200) return response;
  }
  const last = variables(files.at(-1) ?? '', path, asked);
  if (/^=\d+$/.test(last)) return page(Number(last.slice(1)), asked);
  if (turns > 5) return page(500, asked);
  return last === path
    ? fileAt(rules, last, asked)
    : answerPath(server, last.split('?')[0] ?? '/', asked, turns + 1);
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.gif': 'image/gif',
  '.htm': 'text/html',
  '.html': 'text/html',
  '.jpg': 'image/jpeg',
  '.js': 'application/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.xml': 'text/xml',
};

function fileAt(rules: Rules, path: string, asked: Asked): HttpResponse {
  const { request, tree, version } = asked;
  const location = 'path' in rules ? String(rules.path) : '';
  const place = posix.normalize(
    rules.alias === undefined
      ? `${rules.root ?? '/etc/nginx/html'}${path}`
      : rules.alias + path.slice(location.length),
  );
  try {
    const entry = tree.stat(place);
    if (entry?.kind === 'folder') {
      if (!path.endsWith('/')) return moved(`${path}/`, asked);
      const index = rules.index
        .map((name) => posix.join(place, name))
        .find((name) => tree.stat(name)?.kind === 'file');
      if (!index) return rules.autoindex ? listing(place, path, asked) : page(403, asked);
      return contentOf(index, asked);
    }
    if (!entry) return page(404, asked);
    if (request.method !== 'GET' && request.method !== 'HEAD') return page(405, asked);
    return contentOf(place, asked, rules.type);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return reply(`${error.message}: ${place}\n`, { status: 501, server: version, type: 'text/plain' });
  }
}

function contentOf(
  place: string,
  { tree, version, request }: Asked,
  type = 'application/octet-stream',
): HttpResponse {
  const entry = tree.stat(place);
  const content = tree.read(place);
  const at = entry?.at ?? new Date(0);
  if (request.method !== 'GET' && request.method !== 'HEAD') return page(405, { version } as Asked);
  return reply(content, {
    server: version,
    type: types[posix.extname(place)] ?? type,
    headers: [
      ['Last-Modified', at.toUTCString()],
      ['ETag', `"${Math.floor(at.getTime() / 1000).toString(16)}-${content.length.toString(16)}"`],
      ['Accept-Ranges', 'bytes'],
    ],
  });
}

function moved(path: string, asked: Asked): HttpResponse {
  const body = page(301, asked);
  const host = header(asked.request.headers, 'host') ?? 'localhost';
  return { ...body, headers: [...body.headers, ['Location', `${asked.scheme}://${host}${path}`]] };
}

function listing(place: string, path: string, { tree, version }: Asked): HttpResponse {
  const names = tree.list(place).filter((name) => !name.startsWith('.'));
  const links = names.map((name) => `<a href="${name}">${name}</a>`);
  const body = `<html>\r\n<head><title>Index of ${path}</title></head>\r\n<body>\r\n<h1>Index of ${path}</h1><hr><pre><a href="../">../</a>\r\n${links.join('\r\n')}\r\n</pre><hr></body>\r\n</html>\r\n`;
  return reply(body, { server: version, type: 'text/html' });
}

/** What it says on a port of TLS to who begins without. */
export const plainOnTls = (version: string): HttpResponse => {
  const said = '400 The plain HTTP request was sent to HTTPS port';
  const body = `<html>\r\n<head><title>${said}</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<center>${said.slice(4)}</center>\r\n<hr><center>${version}</center>\r\n</body>\r\n</html>\r\n`;
  return reply(body, { status: 400, server: version, type: 'text/html', headers: [['Connection', 'close']] });
};

/** A page that nginx makes itself. */
function page(status: number, { version }: Pick<Asked, 'version'>): HttpResponse {
  const title = `${status} ${status === 302 ? 'Found' : reasonPhrase(status)}`;
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${version}</center>\r\n</body>\r\n</html>\r\n`;
  return reply(body, { status, server: version, type: 'text/html' });
}
