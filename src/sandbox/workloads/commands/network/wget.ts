import { isIP } from 'node:net';
import type { Headers, HttpRequest, HttpResponse } from '../../../dataplane/message.ts';
import { header } from '../../../dataplane/message.ts';
import { reasonOf } from '../../http-reply.ts';
import { type Command, type CommandCall, pathOf } from '../command.ts';
import { optionValue, readOptions } from '../options.ts';

/** A download that failed, in busybox's words. */
class WgetError extends Error {
  override name = 'WgetError';
}

/** `wget` of busybox. @see https://git.busybox.net/busybox/tree/networking/wget.c */
export const wget: Command = async (call) => {
  const options = readOptions(call, {
    flags: 'qScv',
    valued: 'OTUtP',
    long: {
      spider: 'spider',
      quiet: 'q',
      timeout: 'T',
      'output-document': 'O',
      'no-check-certificate': 'no-check-certificate',
      'server-response': 'S',
      tries: 't',
      'user-agent': 'U',
    },
    longValued: ['header', 'post-data'],
  });
  if (typeof options === 'number') return options;
  const [url = ''] = options.operands;
  const quiet = options.flags.has('q');
  try {
    const response = await get(call, url, {
      headers: (options.values.get('header') ?? []).map((line) => {
        const [name = '', value = ''] = line.split(/:\s*(.*)/s);
        return [name, value] as const;
      }),
      body: optionValue(options, 'post-data'),
      timeoutMs: Number(optionValue(options, 'T') ?? 900) * 1000,
      agent: optionValue(options, 'U') ?? 'Wget',
      quiet,
      showHeaders: options.flags.has('S'),
    });
    if (options.flags.has('spider')) {
      if (!quiet) call.io.stderr('remote file exists\n');
      return 0;
    }
    const name =
      optionValue(options, 'O') ??
      (url
        .replace(/^\w+:\/\/[^/]*/, '')
        .split('/')
        .at(-1)
        ?.split('?')[0] ||
        'index.html');
    if (name === '-') call.io.stdout(response.body);
    else await call.host.files.write(pathOf(call, name), response.body, false);
    if (!quiet) progress(call, name, response.body.length);
    return 0;
  } catch (error) {
    if (!(error instanceof WgetError)) throw error;
    call.io.stderr(`${error.message.startsWith('sandbox:') ? '' : 'wget: '}${error.message}\n`);
    return 1;
  }
};

type Settings = {
  readonly headers: Headers;
  readonly body: string | undefined;
  readonly timeoutMs: number;
  readonly agent: string;
  readonly quiet: boolean;
  readonly showHeaders: boolean;
};

async function get(
  call: CommandCall,
  text: string,
  settings: Settings,
  redirects = 5,
): Promise<HttpResponse> {
  const url = new URL(/^\w+:\/\//.test(text) ? text : `http://${text}`);
  const tls = url.protocol === 'https:';
  const port = Number(url.port || (tls ? 443 : 80));
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const address = isIP(host) ? host : (await call.host.network.resolve(host))?.[0];
  if (!address) throw new WgetError(`bad address '${host}'`);
  if (!settings.quiet) call.io.stderr(`Connecting to ${url.host} (${address}:${port})\n`);
  const request: HttpRequest = {
    method: settings.body === undefined ? 'GET' : 'POST',
    path: `${url.pathname}${url.search}`,
    headers: [
      ['Host', url.host],
      ['User-Agent', settings.agent],
      ...settings.headers,
      ['Connection', 'close'],
      ...(settings.body === undefined
        ? []
        : [
            ['Content-Type', 'application/x-www-form-urlencoded'] as const,
            ['Content-Length', String(Buffer.byteLength(settings.body))] as const,
          ]),
    ],
    body: Buffer.from(settings.body ?? ''),
  };
  const delivery = await withLimit(
    call.host.network.exchange(
      { host, port, tls, address, trust: 'anything', connectTimeoutMs: settings.timeoutMs },
      request,
      call.io.signal,
    ),
    settings.timeoutMs,
    call.io.signal,
  );
  if (delivery === 'late') throw new WgetError('download timed out');
  if (delivery.kind === 'failure')
    throw new WgetError(
      await failureText(delivery.failure, {
        url,
        address,
        port,
        detail: delivery.detail ?? '',
        timeoutMs: settings.timeoutMs,
        signal: call.io.signal,
      }),
    );
  const { response } = delivery;
  if (settings.showHeaders) {
    call.io.stderr(`  HTTP/1.1 ${response.status} ${reasonOf(response)}\n`);
    for (const [name, value] of response.headers) call.io.stderr(`  ${name}: ${value}\n`);
  }
  const location = header(response.headers, 'location');
  if (response.status >= 300 && response.status < 400 && location && redirects > 0)
    return get(call, new URL(location, url).href, settings, redirects - 1);
  if (response.status >= 300)
    throw new WgetError(`server returned error: HTTP/1.1 ${response.status} ${reasonOf(response)}`);
  return response;
}

type Failed = {
  readonly url: URL;
  readonly address: string;
  readonly port: number;
  readonly detail: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

async function failureText(
  failure: string,
  { url, address, port, detail, timeoutMs, signal }: Failed,
): Promise<string> {
  switch (failure) {
    case 'unsimulated':
      return detail;
    case 'refused':
      return `can't connect to remote host (${address}): Connection refused`;
    case 'unresolved':
      return `bad address '${url.hostname}'`;
    case 'reset':
      return 'error getting response: Connection reset by peer';
    case 'tls':
      return 'TLS error from peer (alert code 80): internal error';
    default:
      await withLimit(new Promise<never>(() => {}), Math.min(timeoutMs, 127_000), signal);
      return timeoutMs < 127_000
        ? 'download timed out'
        : `can't connect to remote host (${address}): Operation timed out${port ? '' : ''}`;
  }
}

/** What a promise gives, or `late` after some time. */
async function withLimit<T>(work: Promise<T>, ms: number, signal: AbortSignal): Promise<T | 'late'> {
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), ms);
  const stop = (): void => late.resolve('late');
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function progress({ io }: CommandCall, name: string, bytes: number): void {
  if (name === '-')
    io.stderr(
      `writing to stdout\n-                    100% |********************************| ${String(bytes).padStart(5)}  0:00:00 ETA\nwritten to stdout\n`,
    );
  else
    io.stderr(
      `saving to '${name}'\n${name.padEnd(20)} 100% |********************************| ${String(bytes).padStart(5)}  0:00:00 ETA\n'${name}' saved\n`,
    );
}
