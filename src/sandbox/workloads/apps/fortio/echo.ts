import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpRequest, type HttpResponse, header } from '../../../dataplane/message.ts';
import { reply } from '../../http-reply.ts';

const units: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000 };

/**
 * What comes is sent back; `status`, `delay`, `size` and `header` in the query say otherwise, each a value or several
 * with how likely they are: `status=503:50,500:1`.
 * @see https://github.com/fortio/fortio#server-urls-and-features
 */
export async function echo(request: HttpRequest): Promise<HttpResponse> {
  const { pathname, searchParams: query } = new URL(request.path, 'http://fortio');
  if (pathname.startsWith('/fortio'))
    return reply('sandbox: pages of fortio are not simulated\n', { status: 501 });
  const delayMs = durationMs(chosen(query.get('delay')));
  if (delayMs) await sleep(delayMs);
  const status = Number(chosen(query.get('status')) ?? 200);
  const size = chosen(query.get('size'));
  const body = size === undefined ? request.body : Buffer.alloc(Number(size), 'fortio ');
  const type = header(request.headers, 'content-type') ?? 'text/plain; charset=UTF-8';
  const own = query.getAll('header').flatMap((text) => {
    const [name = '', value] = text.split(/:(.*)/s);
    return value === undefined ? [] : [[name, value.trim()] as const];
  });
  return { status: Number.isInteger(status) ? status : 400, headers: [['Content-Type', type], ...own], body };
}

/** One of several values, by how likely each is in percent; none where the rest is meant. */
function chosen(text: string | null): string | undefined {
  if (text === null || !text.includes(':')) return text ?? undefined;
  let left = Math.random() * 100;
  for (const part of text.split(',')) {
    const [value, percent = '100'] = part.split(':');
    left -= Number(percent);
    if (left < 0) return value;
  }
  return undefined;
}

/** A duration as Go writes it: `150us`, `1.5s`. */
export function durationMs(text: string | undefined): number {
  const [, amount = '0', unit = 's'] = /^([\d.]+)(us|ms|s|m)$/.exec(text ?? '') ?? [];
  return Number(amount) * (units[unit] ?? 0);
}
