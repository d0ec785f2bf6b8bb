import { ConfigError, type Directive } from './parse-config.ts';

/** Where requests of a path go. `match` as in nginx: none is a prefix. */
export type Location = Rules & {
  readonly match: '' | '=' | '^~' | '~' | '~*';
  readonly path: string;
};

/** What is done with a request, by a server or one of its locations. */
export type Rules = {
  readonly root?: string;
  readonly alias?: string;
  readonly index: readonly string[];
  readonly answer?: { readonly status: number; readonly text: string };
  readonly tryFiles?: readonly string[];
  readonly proxyTo?: string;
  readonly proxyHeaders: readonly (readonly [string, string])[];
  readonly headers: readonly (readonly [string, string])[];
  readonly type?: string;
  readonly autoindex: boolean;
  readonly status: boolean;
  readonly logs: boolean;
  readonly denied: boolean;
};

export type ServerConfig = Rules & {
  readonly ports: readonly number[];
  /** Those of its ports that take TLS. */
  readonly securePorts: readonly number[];
  /** Files of its certificate and key. */
  readonly certificate?: string;
  readonly certificateKey?: string;
  /** Where it says that it takes TLS. */
  readonly line: number;
  readonly names: readonly string[];
  readonly isDefault: boolean;
  readonly locations: readonly Location[];
  readonly errorPages: ReadonlyMap<number, string>;
};

/** Directives that change nothing of what is simulated. */
const harmless = new Set(
  'user worker_processes error_log pid events sendfile tcp_nopush tcp_nodelay keepalive_timeout keepalive_requests types types_hash_max_size gzip gzip_types gzip_min_length gzip_comp_level gzip_proxied gzip_vary server_tokens log_format charset client_max_body_size client_body_buffer_size client_header_timeout client_body_timeout send_timeout worker_connections worker_rlimit_nofile multi_accept use proxy_http_version proxy_connect_timeout proxy_read_timeout proxy_send_timeout proxy_buffering proxy_buffers proxy_buffer_size proxy_redirect expires etag large_client_header_buffers server_names_hash_bucket_size server_names_hash_max_size reset_timedout_connection open_file_cache absolute_redirect port_in_redirect ssl_protocols ssl_ciphers ssl_prefer_server_ciphers ssl_session_cache ssl_session_timeout ssl_session_tickets ssl_ecdh_curve ssl_dhparam http2'.split(
    ' ',
  ),
);

/** The servers of an `http` block. @throws ConfigError for what is unknown to nginx or to the sandbox */
export function serversOf(
  http: readonly Directive[],
  upstreams: ReadonlyMap<string, string>,
): readonly ServerConfig[] {
  const common = rulesOf(
    http.filter(({ name }) => name !== 'server' && name !== 'upstream'),
    bare,
    upstreams,
  );
  return http
    .filter(({ name }) => name === 'server')
    .map(({ block = [] }) => serverOf(block, common, upstreams));
}

const bare: Rules = {
  index: ['index.html'],
  proxyHeaders: [],
  headers: [],
  autoindex: false,
  status: false,
  logs: true,
  denied: false,
};

const special = new Set([
  'listen',
  'server_name',
  'location',
  'error_page',
  'ssl_certificate',
  'ssl_certificate_key',
]);

function serverOf(
  block: readonly Directive[],
  common: Rules,
  upstreams: ReadonlyMap<string, string>,
): ServerConfig {
  const listens = block.filter(({ name }) => name === 'listen');
  const own = rulesOf(
    block.filter(({ name }) => !special.has(name)),
    common,
    upstreams,
  );
  const pages = new Map<number, string>();
  for (const { args } of block.filter(({ name }) => name === 'error_page'))
    for (const code of args.slice(0, -1)) pages.set(Number(code), args.at(-1) ?? '');
  const ports = listens.map(portOf);
  const secured = listens.filter(({ args }) => args.includes('ssl'));
  const [certificate, certificateKey] = ['ssl_certificate', 'ssl_certificate_key'].map(
    (wanted) => block.find(({ name }) => name === wanted)?.args[0],
  );
  return {
    ...own,
    ports: ports.length ? [...new Set(ports)] : [80],
    securePorts: secured.map(portOf),
    ...(certificate ? { certificate } : {}),
    ...(certificateKey ? { certificateKey } : {}),
    line: secured[0]?.line ?? 0,
    names: block.filter(({ name }) => name === 'server_name').flatMap(({ args }) => args),
    isDefault: listens.some(({ args }) => args.includes('default_server')),
    locations: block
      .filter(({ name }) => name === 'location')
      .map((each) => locationOf(each, own, upstreams)),
    errorPages: pages,
  };
}

const portOf = ({ args }: Directive): number => Number(/(?:^|:)(\d+)$/.exec(args[0] ?? '')?.[1] ?? 80);

function locationOf(
  { args, block = [] }: Directive,
  outer: Rules,
  upstreams: ReadonlyMap<string, string>,
): Location {
  const [first = '', second] = args;
  const { answer: _answer, tryFiles: _files, ...inherited } = outer;
  const rules = rulesOf(block, inherited, upstreams);
  return second === undefined
    ? { ...rules, match: '', path: first }
    : { ...rules, match: first as Location['match'], path: second };
}

function rulesOf(block: readonly Directive[], outer: Rules, upstreams: ReadonlyMap<string, string>): Rules {
  let rules = outer;
  for (const directive of block) rules = Object.assign({}, rules, ruleOf(directive, rules, upstreams));
  return rules;
}

function ruleOf(
  { name, args, line }: Directive,
  rules: Rules,
  upstreams: ReadonlyMap<string, string>,
): Partial<Rules> {
  const [first = '', second = ''] = args;
  switch (name) {
    case 'root':
      return { root: first };
    case 'alias':
      return { alias: first };
    case 'index':
      return { index: args };
    case 'return':
      return {
        answer: /^\d+$/.test(first)
          ? { status: Number(first), text: args.slice(1).join(' ') }
          : { status: 302, text: first },
      };
    case 'try_files':
      return { tryFiles: args };
    case 'proxy_pass': {
      const host = /^http:\/\/([^/:]+)/.exec(first)?.[1] ?? '';
      return { proxyTo: first.replace(`//${host}`, `//${upstreams.get(host) ?? host}`) };
    }
    case 'proxy_set_header':
      return { proxyHeaders: [...rules.proxyHeaders, [first, second]] };
    case 'add_header':
      return { headers: [...rules.headers, [first, second]] };
    case 'default_type':
      return { type: first };
    case 'autoindex':
      return { autoindex: first === 'on' };
    case 'stub_status':
      return { status: true };
    case 'access_log':
      return { logs: first !== 'off' };
    case 'deny':
      return { denied: first === 'all' };
    case 'allow':
      return {};
    default:
      if (harmless.has(name)) return {};
      throw new ConfigError(`sandbox: nginx's directive "${name}" is not simulated (line ${line})`);
  }
}
