import type { Identity } from '../../../apiserver/tls/identity.ts';
import { header } from '../../../dataplane/message.ts';
import { posixTools } from '../../binaries.ts';
import type { CommandCall, ContainerHost } from '../../commands/command.ts';
import { FileError } from '../../files/entry.ts';
import { parseImageName } from '../../images/reference.ts';
import { overTls } from '../../over-tls.ts';
import type { Handler, Listener, Workload } from '../../workload.ts';
import { serve } from '../serve.ts';
import { answer, plainOnTls } from './answer.ts';
import { cacheFault } from './cache-fault.ts';
import { readCertificates } from './certificates.ts';
import { defaultConfig, defaultServer, welcome } from './files.ts';
import { ConfigError, type Directive, parseConfig } from './parse-config.ts';
import { type ServerConfig, serversOf } from './server-config.ts';

/** Newest minor version that there can be; a page that asks for a far later one means a mistake to happen. */
const newest = 40;

function hasTag(tag: string): boolean {
  const plain = /^(?:latest|stable|mainline|perl|otel)$/;
  const [, major, minor = '0'] = /^(\d+)(?:\.(\d+))?(?:\.\d+)?(?:-|$)/.exec(tag) ?? [];
  if (major !== undefined) return Number(major) === 1 && Number(minor) <= newest;
  return (
    plain.test(tag) ||
    /^(?:stable|mainline|latest|alpine|bookworm|bullseye|trixie|slim)\b/.test(tag) ||
    /^\d+$/.test(tag)
  );
}

type Kind = {
  readonly repositories: readonly string[];
  readonly port: number;
  readonly user: number;
  readonly hasTag?: (tag: string) => boolean;
};

const kinds: readonly Kind[] = [
  { repositories: ['library/nginx', 'nginx'], port: 80, user: 0, hasTag },
  { repositories: ['bitnami/nginx'], port: 8080, user: 1001, hasTag },
  { repositories: ['nginxinc/nginx-unprivileged'], port: 8080, user: 101 },
  {
    repositories: ['nginx-slim', 'google-containers/nginx-slim', 'e2e-test-images/nginx'],
    port: 80,
    user: 0,
  },
];

/** nginx: pages from its files and volumes, and its configuration as far as it is looked at. */
export const nginx: readonly Workload[] = kinds.map(({ repositories, port, user, hasTag: tags }) => ({
  repositories,
  user,
  ...(tags ? { hasTag: tags } : {}),
  binaries: ['sh', 'bash', 'curl', ...posixTools],
  curlVersion: () => '7.88.1',
  env: { NGINX_VERSION: '1.27.0' },
  programs: { nginx: (call) => run(call, repositories.includes('library/nginx')) },
  files: {
    '/etc/nginx/nginx.conf': defaultConfig,
    '/etc/nginx/conf.d/default.conf': defaultServer(port),
    '/usr/share/nginx/html/index.html': welcome,
    '/usr/share/nginx/html/50x.html': '<html><body><h1>An error occurred.</h1></body></html>\n',
  },
  folders: ['/etc/nginx', '/etc/nginx/conf.d', '/usr/share/nginx/html', '/var/log/nginx', '/var/cache/nginx'],
  entrypoint: (args) => ({
    kind: 'command',
    argv: args.length === 0 ? ['nginx', '-g', 'daemon off;'] : args,
  }),
}));

/** `isOfficial`: the image has its cache where only root may write. */
async function run(call: CommandCall, isOfficial: boolean): Promise<number> {
  const { container } = call.host;
  const [, flag, value] = call.argv;
  if (!container) return 1;
  if (flag === '-v') {
    call.io.stderr(`nginx version: ${versionOf(container)}\n`);
    return 0;
  }
  if (flag === '-s') {
    container.place.signal(value === 'reload' ? 'HUP' : 'QUIT');
    return 0;
  }
  const path = flag === '-c' ? (value ?? '') : '/etc/nginx/nginx.conf';
  try {
    const servers = readServers(container, path);
    const certificates = readCertificates(servers, container.tree, path);
    if (flag === '-t' || flag === '-T') {
      call.io.stderr(
        `nginx: the configuration file ${path} syntax is ok\nnginx: configuration file ${path} test is successful\n`,
      );
      return 0;
    }
    const fault = isOfficial ? cacheFault(container, path) : undefined;
    if (fault !== undefined) throw new ConfigError(fault);
    const ports = [...new Set(servers.flatMap((server) => server.ports))];
    const at: Running = { servers, certificates, call, container };
    const listeners = ports.map((port) => [port, listenerOf(at, port)] as const);
    const ready = () => {
      for (const line of hello(versionOf(container))) call.io.stderr(`${line}\n`);
    };
    return await serve(call, listeners, { ready, taken });
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof FileError)) throw error;
    call.io.stderr(`nginx: [emerg] ${error.message}\n`);
    return 1;
  }
}

/** It tries five times. */
function taken(port: number): string {
  const bind = `bind() to 0.0.0.0:${port} failed (98: Address already in use)`;
  return `${Array.from({ length: 5 }, () => `nginx: [emerg] ${bind}\n`).join('')}nginx: [emerg] still could not bind()\n`;
}

const versionOf = ({ place }: ContainerHost): string => {
  const [found] = /\d+\.\d+(?:\.\d+)?/.exec(parseImageName(place.container.image).tag) ?? ['1.27.0'];
  return `nginx/${/^\d+\.\d+$/.test(found) ? `${found}.0` : found}`;
};

const hello = (version: string): readonly string[] => [
  '/docker-entrypoint.sh: Configuration complete; ready for start up',
  `${stamp()} [notice] 1#1: using the "epoll" event method`,
  `${stamp()} [notice] 1#1: ${version}`,
  `${stamp()} [notice] 1#1: start worker processes`,
];

const stamp = (): string => new Date().toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', '/');

/** The servers that a configuration file has, with those of the files that it includes. @throws ConfigError */
function readServers({ tree }: ContainerHost, path: string): readonly ServerConfig[] {
  const include = (directives: readonly Directive[]): readonly Directive[] =>
    directives.flatMap((directive) => {
      if (directive.name !== 'include') {
        return [directive.block ? { ...directive, block: include(directive.block) } : directive];
      }
      const [pattern = ''] = directive.args;
      if (/mime\.types$|fastcgi_params$|modules/.test(pattern)) return [];
      return included(pattern).flatMap((file) => include(parseConfig(tree.read(file).toString(), file)));
    });
  const included = (pattern: string): readonly string[] => {
    const full = pattern.startsWith('/') ? pattern : `/etc/nginx/${pattern}`;
    if (!full.includes('*')) return [full];
    const folder = full.slice(0, full.lastIndexOf('/'));
    const regex = new RegExp(
      `^${full
        .slice(folder.length + 1)
        .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')}$`,
    );
    return tree
      .list(folder)
      .filter((name) => regex.test(name) && !name.startsWith('.'))
      .map((name) => `${folder}/${name}`);
  };
  const http = include(parseConfig(tree.read(path).toString(), path))
    .filter(({ name }) => name === 'http')
    .flatMap(({ block = [] }) => block);
  const upstreams = new Map(
    http
      .filter(({ name }) => name === 'upstream')
      .map(({ args, block = [] }) => [
        args[0] ?? '',
        block.find(({ name }) => name === 'server')?.args[0] ?? '',
      ]),
  );
  return serversOf(http, upstreams);
}

type Running = {
  readonly servers: readonly ServerConfig[];
  readonly certificates: ReadonlyMap<ServerConfig, Identity>;
  readonly call: CommandCall;
  readonly container: ContainerHost;
};

/** The server of a name, by `Host` or as TLS asks for it; the default one for any other. */
const named = (here: readonly ServerConfig[], name: string): ServerConfig | undefined =>
  here.find(({ names }) =>
    names.some((each) => each === name || (each.startsWith('*.') && name.endsWith(each.slice(1)))),
  ) ??
  here.find(({ isDefault }) => isDefault) ??
  here[0];

function listenerOf(at: Running, port: number): Listener {
  const here = at.servers.filter(({ ports }) => ports.includes(port));
  const secure = here.filter(({ securePorts }) => securePorts.includes(port));
  if (!secure.length) return handlerOf(here, 'http', at);
  const version = versionOf(at.container);
  return overTls({
    identity: (serverName = '') => {
      const server = named(secure, serverName);
      return server && at.certificates.get(server);
    },
    handler: handlerOf(here, 'https', at),
    plain: async () => plainOnTls(version),
  });
}

function handlerOf(
  here: readonly ServerConfig[],
  scheme: 'http' | 'https',
  { call, container }: Running,
): Handler {
  const { tree, place } = container;
  return async (request, peer) => {
    const server = named(here, (header(request.headers, 'host') ?? '').replace(/:\d+$/, ''));
    if (!server) return 'reset';
    const hostname = place.env.HOSTNAME ?? '';
    const response = await answer(server, {
      request,
      peer,
      tree,
      network: place.network,
      hostname,
      scheme,
      version: versionOf(container),
    });
    const agent = header(request.headers, 'user-agent') ?? '-';
    const size = request.method === 'HEAD' ? 0 : response.body.length;
    if (server.logs)
      call.io.stdout(
        `${peer.address} - - [${logDate()}] "${request.method} ${request.path} HTTP/1.1" ${response.status} ${size} "${header(request.headers, 'referer') ?? '-'}" "${agent}" "${header(request.headers, 'x-forwarded-for') ?? '-'}"\n`,
      );
    return response;
  };
}

/** `30/Nov/2026:18:24:07 +0000` */
function logDate(): string {
  const [, day = '', month = '', year = '', time = ''] = new Date().toUTCString().replace(',', '').split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
