import { isIP } from 'node:net';
import type { Delivery, HttpRequest, HttpResponse, Secured } from '../../../dataplane/message.ts';
import type { Endpoint } from '../../workload.ts';
import type { CommandCall } from '../command.ts';
import { atLeast, CurlFailure } from './failure.ts';
import type { Settings } from './settings.ts';
import type { Target } from './target.ts';
import { tlsFault } from './tls-fault.ts';
import { type Trusted, trusted } from './trust.ts';
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
  readonly secured?: Secured;
};

/** How long a kernel tries to connect to an address that doesn't answer, in milliseconds. */
const kernelPatienceMs = 131_000;

/** One look-up, connection, request and response. @throws CurlFailure */
export async function exchange(parts: ExchangeParts): Promise<Exchanged> {
  const { call, settings, request, verbose, started } = parts;
  const via = connection(parts);
  const isSecure = parts.target.scheme === 'https';
  const taken = isSecure ? await trusted(call, settings) : undefined;
  const address = await lookUp(parts, via.host);
  const lookedUpMs = performance.now() - started;
  verbose.trying(address, via.port);
  const to: Endpoint = {
    // The certificate has to be that of the address's host, wherever the connection goes.
    host: isSecure ? parts.target.host : via.host,
    port: via.port,
    tls: isSecure,
    address,
    ...(taken ? { trust: taken.trust } : {}),
    ...(settings.connectTimeoutMs === undefined ? {} : { connectTimeoutMs: settings.connectTimeoutMs }),
  };
  const stop = new AbortController();
  const signal = AbortSignal.any([call.io.signal, stop.signal]);
  const answered = call.host.network.exchange(to, request, signal);
  const delivery = await limited(parts, answered).finally(() => stop.abort());
  const { secured } = delivery;
  if (delivery.kind === 'response') {
    verbose.connected(via.host, address, via.port);
    if (taken) verbose.secured({ host: to.host, trusted: taken, secured, done: true });
    verbose.sent(parts);
    return { response: delivery.response, remoteIp: address, lookedUpMs, ...(secured ? { secured } : {}) };
  }
  const { failure } = delivery;
  if (taken && !neverMet.has(failure)) throw secureFailure(parts, { via, address, taken, delivery });
  const { detail } = delivery;
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
    case 'no tls':
    case 'alert':
    case 'closed':
    case 'untrusted':
    case 'reset':
      verbose.connected(via.host, address, via.port);
      verbose.sent(parts);
      if (detail === 'empty') throw new CurlFailure(52, 'Empty reply from server', address);
      throw new CurlFailure(56, 'Recv failure: Connection reset by peer', address);
    default:
      throw new Error(failure satisfies never);
  }
}

/** Failures before there is a connection that could speak TLS. */
const neverMet: ReadonlySet<string> = new Set(['unsimulated', 'unresolved', 'refused', 'timeout']);

type SecureFailure = {
  readonly via: Via;
  readonly address: string;
  readonly taken: Trusted;
  readonly delivery: Delivery & { readonly kind: 'failure' };
};

function secureFailure(
  { call, target, verbose }: ExchangeParts,
  { via, address, taken, delivery }: SecureFailure,
): CurlFailure {
  const { failure, detail = '', secured } = delivery;
  verbose.connected(via.host, address, via.port);
  verbose.secured({ host: target.host, trusted: taken, secured, done: false });
  const fault =
    failure === 'no tls' || failure === 'alert' || failure === 'closed' || failure === 'untrusted'
      ? failure
      : 'reset';
  const version = call.host.curlVersion;
  const told = tlsFault(fault, { version, ...via, address, detail });
  return new CurlFailure(told.code, told.message, address, false, secured);
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
