import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpRequest, HttpResponse } from '../../../dataplane/message.ts';
import type { CommandCall } from '../../commands/command.ts';
import { durationMs } from './echo.ts';
import { type LoadOptions, loadOptions } from './load-options.ts';
import { report, type Sample } from './report.ts';

/** `fortio load URL`: calls by some threads, as fast or as often as asked for, and what came of them. */
export async function load(call: CommandCall): Promise<number> {
  const options = loadOptions(call);
  if (typeof options === 'number') return options;
  const { threads, qps, calls, durationText } = options;
  const endMs = calls === undefined ? durationMs(durationText) : Number.POSITIVE_INFINITY;
  const started = performance.now();
  call.io.stdout(head(options));
  const samples: Sample[] = [];
  const mine = (thread: number): number =>
    calls === undefined ? Number.POSITIVE_INFINITY : share(calls, threads, thread);
  const work = async (thread: number): Promise<void> => {
    const betweenMs = qps > 0 ? (1000 * threads) / qps : 0;
    for (let done = 0; done < mine(thread); done += 1) {
      const waitMs = started + done * betweenMs - performance.now();
      if (performance.now() - started + Math.max(0, waitMs) >= endMs || call.io.signal.aborted) return;
      if (waitMs > 0) await sleep(waitMs);
      samples.push(await ask(call, options));
    }
  };
  await Promise.all(Array.from({ length: threads }, (_, thread) => work(thread)));
  call.io.stdout(report(samples, performance.now() - started));
  return samples.length > 0 && samples.every(({ code }) => code === -1) ? 1 : 0;
}

/** How many of the calls a thread makes: the last one also those that are left over. */
const share = (calls: number, threads: number, thread: number): number =>
  Math.floor(calls / threads) + (thread === threads - 1 ? calls % threads : 0);

function head({ url, threads, qps, calls, durationText }: LoadOptions): string {
  const rate = qps > 0 ? `${qps} queries per second` : '0 queries per second';
  const amount = calls === undefined ? durationText : `${calls} calls`;
  const pace = qps > 0 ? `Starting at ${qps} qps` : 'Starting at max qps';
  const each =
    calls === undefined
      ? `for ${durationText}`
      : `for exactly ${calls} calls (${Math.floor(calls / threads)} per thread + ${calls % threads})`;
  return `Fortio 1.69.5 running at ${rate}, for ${amount}: ${url.href}\n${pace} with ${threads} thread(s) ${each}\n`;
}

/** One call; -1 is a connection that failed. */
async function ask(call: CommandCall, options: LoadOptions): Promise<Sample> {
  const started = performance.now();
  const answer = await exchange(call, options);
  const seconds = (performance.now() - started) / 1000;
  if (typeof answer === 'string') return { code: -1, seconds, headBytes: 0, bytes: 0 };
  const { status, headers, body } = answer;
  const headBytes = headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 19);
  return { code: status, seconds, headBytes, bytes: headBytes + body.length };
}

/** A response, or why there is none. */
async function exchange(call: CommandCall, options: LoadOptions): Promise<HttpResponse | string> {
  const { url, timeoutMs } = options;
  const { network } = call.host;
  const tls = url.protocol === 'https:';
  const host = url.hostname;
  const address = isIP(host) ? host : (await network.resolve(host))?.[0];
  if (address === undefined) return `lookup ${host}: no such host`;
  const to = { host, port: Number(url.port || (tls ? 443 : 80)), tls, address, connectTimeoutMs: timeoutMs };
  const stop = AbortSignal.any([call.io.signal, AbortSignal.timeout(timeoutMs)]);
  const late = new Promise<'late'>((resolve) => {
    stop.addEventListener('abort', () => resolve('late'), { once: true });
  });
  const delivery = await Promise.race([network.exchange(to, requestOf(options), stop), late]);
  if (delivery === 'late') return 'context deadline exceeded';
  return delivery.kind === 'failure' ? (delivery.detail ?? delivery.failure) : delivery.response;
}

function requestOf({ url, headers, body }: LoadOptions): HttpRequest {
  return {
    method: body === undefined ? 'GET' : 'POST',
    path: `${url.pathname}${url.search}`,
    headers: [
      ['Host', url.host],
      ['User-Agent', 'fortio.org/fortio-1.69.5'],
      ...headers,
      ...(body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))] as const]),
    ],
    body: Buffer.from(body ?? ''),
  };
}

/** `fortio curl URL`: one call, its head and body; the exit code says whether it was well. */
export async function fetchOnce(call: CommandCall): Promise<number> {
  const options = loadOptions(call);
  if (typeof options === 'number') return options;
  const answer = await exchange(call, options);
  if (typeof answer === 'string') {
    call.io.stderr(`Error ${answer}\n`);
    return 1;
  }
  const { status, headers, body } = answer;
  call.io.stderr(`HTTP/1.1 ${status}\n${headers.map(([name, value]) => `${name}: ${value}\n`).join('')}\n`);
  call.io.stdout(body);
  return status >= 200 && status < 400 ? 0 : 1;
}
