import { isIP } from 'node:net';
import type { HttpRequest, HttpResponse } from '../../../dataplane/message.ts';
import type { Endpoint } from '../../workload.ts';
import type { CommandCall } from '../command.ts';
import { atLeast, CurlFailure } from './failure.ts';
import type { Settings } from './settings.ts';
import type { Target } from './target.ts';
import type { Verbose } from './verbose.ts';

type ExchangeParts = {
  readonly call: CommandCall;
  readonly settings: Settings;
  readonly target: Target;
  readonly request: HttpRequest;
  readonly verbose: Verbose;
  /** By `performance.now()`: when the whole transfer began. */
  readonly started: number;
};

type Exchanged = {
  readonly response: HttpResponse;
  readonly remoteIp: string;
  readonly lookedUpMs: number;
};

/** How long a kernel tries to connect to an address that doesn't answer, in milliseconds. */
const kernelPatienceMs = 131_000;

/** One look-up, connection, request and response. @throws CurlFailure */
export async function exchange(parts: ExchangeParts): Promise<Exchanged> {
  const { call, settings, request, verbose, started } = parts;
  const via = connection(parts);
  const address = await lookUp(parts, via.host);
  const lookedUpMs = performance.now() - started;
  verbose.trying(address, via.port);
  const to: Endpoint = {
    host: via.host,
    port: via.port,
    tls: parts.target.scheme === 'https',
    address,
    insecure: settings.insecure,
    ...(settings.connectTimeoutMs === undefined ? {} : { connectTimeoutMs: settings.connectTimeoutMs }),
  };
  const stop = new AbortController();
  const signal = AbortSignal.any([call.io.signal, stop.signal]);
  const answered = call.host.network.exchange(to, request, signal);
  const delivery = await limited(parts, answered).finally(() => stop.abort());
  if (delivery.kind === 'response') {
    verbose.sent(via.host, { ...parts, address, port: via.port });
    return { response: delivery.response, remoteIp: address, lookedUpMs };
  }
  const { failure, detail } = delivery;
  switch (failure) {
    case 'unsimulated':
      throw new CurlFailure(2, detail ?? 'sandbox: this connection is not simulated');
    case 'unresolved':
      throw new CurlFailure(6, `Could not resolve host: ${via.host}`);
    case 'refused':
      verbose.notConnected(address, via.port);
      throw new CurlFailure(7, failedToConnect(parts, via));
    case 'timeout':
      throw await neverConnected(parts);
    case 'tls':
      verbose.connected(via.host, address, via.port);
      throw tlsFailure(parts, detail, address);
    case 'reset':
      if (parts.target.scheme === 'https') {
        verbose.connected(via.host, address, via.port);
        throw new CurlFailure(35, tlsReset(parts, via), address);
      }
      verbose.sent(via.host, { ...parts, address, port: via.port });
      if (detail === 'empty') throw new CurlFailure(52, 'Empty reply from server', address);
      throw new CurlFailure(56, 'Recv failure: Connection reset by peer', address);
    default:
      throw new Error(failure satisfies never);
  }
}

type Via = { readonly host: string; readonly port: number };

/** Where to connect to, which `--connect-to` may change. */
function connection({ settings, target }: ExchangeParts): Via {
  if (settings.proxy !== undefined) return proxyOf(settings.proxy, target);
  for (const rule of settings.connectTo) {
    const [host = '', port = '', toHost = '', toPort = ''] = rule.split(':');
    const fits = (!host || host === target.host) && (!port || Number(port) === target.port);
    if (fits) return { host: toHost || target.host, port: Number(toPort) || target.port };
  }
  return target;
}

/** A proxy of HTTP, on port 1080 unless it says another. @throws CurlFailure 2 */
function proxyOf(proxy: string, { scheme }: Target): Via {
  const [, kind = 'http', host = '', port = '1080'] =
    /^(?:(\w+):\/\/)?(?:[^@]*@)?([^:/]+)(?::(\d+))?\/?$/.exec(proxy) ?? [];
  if (kind !== 'http' || scheme === 'https' || !host || proxy.includes('@'))
    throw new CurlFailure(2, 'sandbox: curl knows only proxies of HTTP for http://, without a sign-in');
  return { host, port: Number(port) };
}

async function lookUp(parts: ExchangeParts, host: string): Promise<string> {
  const { call, settings, target } = parts;
  const rule = settings.resolve
    .map((text) => /^([^:]+):(\d+):\[?([^\]]+)\]?$/.exec(text.replace(/^\+/, '')))
    .find((match) => (match?.[1] === host || match?.[1] === '*') && Number(match[2]) === target.port);
  if (rule?.[3]) return rule[3].split(',')[0] ?? '';
  if (isIP(host)) return host;
  const [address] = (await resolvedInTime(parts, call.host.network.resolve(host))) ?? [];
  if (!address) throw new CurlFailure(6, `Could not resolve host: ${host}`);
  return address;
}

/** Ends a look-up at `--connect-timeout`, which it is part of, or at `--max-time`. */
async function resolvedInTime<T>({ settings, started }: ExchangeParts, work: Promise<T>): Promise<T> {
  const limit = Math.min(settings.connectTimeoutMs ?? Infinity, settings.maxTimeMs ?? Infinity);
  if (limit === Infinity) return work;
  const late = Promise.withResolvers<never>();
  const fail = (): void => {
    const spent = Math.round(performance.now() - started);
    late.reject(new CurlFailure(28, `Resolving timed out after ${spent} milliseconds`));
  };
  const timer = setTimeout(fail, Math.max(0, limit - (performance.now() - started)));
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends a wait at `--max-time`, counted from the start of the transfer. */
async function limited<T>({ settings, started }: ExchangeParts, work: Promise<T>): Promise<T> {
  if (settings.maxTimeMs === undefined) return work;
  const late = Promise.withResolvers<never>();
  const left = Math.max(0, settings.maxTimeMs - (performance.now() - started));
  const timer = setTimeout(() => {
    const spent = Math.round(performance.now() - started);
    late.reject(new CurlFailure(28, `Operation timed out after ${spent} milliseconds with 0 bytes received`));
  }, left);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits as long as curl would for an address that doesn't answer. */
async function neverConnected({ call, settings, target, started }: ExchangeParts): Promise<CurlFailure> {
  const own = Math.min(
    settings.connectTimeoutMs ?? Number.POSITIVE_INFINITY,
    settings.maxTimeMs ?? Number.POSITIVE_INFINITY,
  );
  const limit = Math.min(own, kernelPatienceMs);
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, Math.max(0, limit - (performance.now() - started)));
  call.io.signal.addEventListener('abort', () => over.resolve(), { once: true });
  await over.promise;
  clearTimeout(timer);
  const spent = Math.round(performance.now() - started);
  if (limit === own) return new CurlFailure(28, `Connection timed out after ${spent} milliseconds`);
  return new CurlFailure(
    28,
    `Failed to connect to ${target.host} port ${target.port} after ${spent} ms: Couldn't connect to server`,
  );
}

function failedToConnect({ call, started }: ExchangeParts, { host, port }: Via): string {
  const spent = Math.round(performance.now() - started);
  const { curlVersion } = call.host;
  const why = atLeast(curlVersion, '8.11.0')
    ? 'Could not connect to server'
    : atLeast(curlVersion, '7.84.0')
      ? "Couldn't connect to server"
      : 'Connection refused';
  return `Failed to connect to ${host} port ${port} after ${spent} ms: ${why}`;
}

function tlsFailure({ call }: ExchangeParts, detail: string | undefined, address: string): CurlFailure {
  if (detail) return new CurlFailure(60, `SSL certificate problem: ${detail}`, address);
  const library = atLeast(call.host.curlVersion, '8.0.0') ? 'OpenSSL/3.0: ' : '';
  return new CurlFailure(35, `${library}error:0A00010B:SSL routines::wrong version number`, address);
}

const tlsReset = ({ call }: ExchangeParts, { host, port }: Via): string =>
  atLeast(call.host.curlVersion, '8.0.0')
    ? 'Recv failure: Connection reset by peer'
    : `OpenSSL SSL_connect: Connection reset by peer in connection to ${host}:${port} `;
