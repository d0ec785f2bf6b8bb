import { setImmediate } from 'node:timers/promises';
import type { LogOptions } from '../../workloads/runtime.ts';
import type { ResourceRequest } from '../request.ts';
import type { ApiResponse } from '../response.ts';
import { ApiError, badRequest } from '../store/api-error.ts';
import { targetOf } from './container-target.ts';

/** What a container has printed, and with `follow` what it goes on to print. @throws ApiError NotFound, 400 */
export async function readLog(request: ResourceRequest): Promise<ApiResponse> {
  const target = targetOf(request);
  const options = optionsOf(request.query);
  const lines = (signal: AbortSignal) => request.world.runtime.logs(target, { ...options, signal });
  const first = await startLog(lines);
  return {
    status: 200,
    contentType: 'text/plain; charset=utf-8',
    stream: async (write, signal) => {
      signal.addEventListener('abort', () => first.abort(), { once: true });
      for await (const chunk of first.chunks) await write(chunk);
    },
  };
}

/** Waits for nothing but a refusal: once the first part is asked for, errors can no longer become a status. */
async function startLog(open: (signal: AbortSignal) => AsyncIterable<Buffer>): Promise<StartedLog> {
  const stop = new AbortController();
  const iterator = open(stop.signal)[Symbol.asyncIterator]();
  const first = iterator.next();
  const settled = await Promise.race([first, setImmediate(undefined)]);
  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      for (let next = settled ?? (await first); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      stop.abort();
      await iterator.return?.();
    }
  }
  return { chunks: chunks(), abort: () => stop.abort() };
}

type StartedLog = { readonly chunks: AsyncIterable<Buffer>; readonly abort: () => void };

function optionsOf(query: URLSearchParams): Omit<LogOptions, 'signal'> {
  const tailLines = wholeNumber(query, 'tailLines');
  const sinceSeconds = wholeNumber(query, 'sinceSeconds');
  const limitBytes = wholeNumber(query, 'limitBytes');
  const sinceTime = sinceTimeOf(query.get('sinceTime'), sinceSeconds);
  return {
    follow: isTrue(query, 'follow'),
    previous: isTrue(query, 'previous'),
    timestamps: isTrue(query, 'timestamps'),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(sinceTime === undefined ? {} : { sinceTime }),
  };
}

function sinceTimeOf(text: string | null, sinceSeconds: number | undefined): Date | undefined {
  if (text && sinceSeconds !== undefined)
    throw badRequest('at most one of `sinceTime` or `sinceSeconds` may be specified');
  if (sinceSeconds !== undefined) return new Date(Date.now() - sinceSeconds * 1000);
  if (!text) return undefined;
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw badRequest(`sinceTime: Invalid value: "${text}"`);
  return time;
}

const isTrue = (query: URLSearchParams, name: string): boolean =>
  ['true', '1'].includes(query.get(name) ?? '');

function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d+$/.test(text))
    throw new ApiError(
      422,
      'Invalid',
      `PodLogOptions "" is invalid: ${name}: Invalid value: ${text}: must be greater than or equal to 0`,
    );
  return Number(text);
}
