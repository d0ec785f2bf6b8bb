import { header } from '../../dataplane/message.ts';
import { pythonJson } from '../python/python-json.ts';
import { type Answer, type Call, json, redirect, respond, text } from './call.ts';
import { factsOf, headersOf } from './facts.ts';

const octets = 'application/octet-stream';
const most = 100 * 1024;

const capped = (amount: string): number => Math.min(Number(amount), most);

/** Bytes by chance; `seed` makes no difference here. */
export const bytes: Answer = (call, amount = '') =>
  respond(call, randomBytes(capped(amount)), { type: octets });

export const streamBytes: Answer = (call, amount = '') =>
  respond(call, randomBytes(capped(amount)), { type: octets, chunked: true });

const randomBytes = (amount: number): Buffer => {
  const filled = Buffer.alloc(amount);
  crypto.getRandomValues(filled.subarray(0, Math.min(amount, 65_536)));
  if (amount > 65_536) crypto.getRandomValues(filled.subarray(65_536));
  return filled;
};

/** As many lines of JSON as are asked for, a hundred at most. */
export const stream: Answer = (call, times = '') => {
  const { url, args, origin } = factsOf(call);
  const lines = Array.from({ length: Math.min(Number(times), 100) }, (_, id) =>
    pythonJson({ url, args, headers: headersOf(call.request.headers), origin, id }),
  );
  return respond(call, lines.map((line) => `${line}\n`).join(''), {
    type: 'application/json',
    chunked: true,
  });
};

export const delay: Answer = async (call, seconds = '') => {
  if (!seconds.trim() || Number.isNaN(Number(seconds))) throw new TypeError('no number');
  await passing(Math.min(Number(seconds), 10));
  const { args, data, files, form, headers, origin, url } = factsOf(call);
  return json(call, { args, data, files, form, headers, origin, url });
};

/** Stars that take their time; here they come all at once, when it is over. */
export const drip: Answer = async (call) => {
  const args = new Map([...call.query].map(([name, value]) => [name.toLowerCase(), Number(value)]));
  const amount = Math.min(args.get('numbytes') ?? 10, 10 * 1024 * 1024);
  if (!(amount > 0)) return text(call, 'number of bytes must be positive', { status: 400 });
  await passing((args.get('delay') ?? 0) + (args.get('duration') ?? 2));
  return respond(call, '*'.repeat(amount), { type: octets, status: args.get('code') ?? 200 });
};

const passing = (seconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, seconds) * 1000);
  });

export const base64: Answer = (call, value = '') => {
  const decoded = Buffer.from(value, 'base64url');
  const isWhole = /^[\w-]*={0,2}$/.test(value) && value.length % 4 === 0;
  const isText = Buffer.from(decoded.toString()).equals(decoded);
  return text(
    call,
    isWhole && isText ? decoded.toString() : 'Incorrect Base64 data try: SFRUUEJJTiBpcyBhd2Vzb21l',
  );
};

/** The alphabet again and again, or the part of it that `Range` asks for. */
export const range: Answer = (call, amount = '') => {
  const size = Number(amount);
  const kind = [['ETag', `range${size}`] as const, ['Accept-Ranges', 'bytes'] as const];
  if (size <= 0 || size > most)
    return respond(call, 'number of bytes must be in the range (0, 102400]', {
      status: 404,
      early: [...kind, ['Content-Type', 'text/html; charset=utf-8']],
    });
  const [first, last] = wantedRange(call, size);
  if (first > last || first >= size || last >= size)
    return respond(call, '', {
      status: 416,
      early: [...kind, ['Content-Range', `bytes */${size}`]],
      late: [['Content-Type', 'text/html; charset=utf-8']],
    });
  const letters = Array.from({ length: last + 1 - first }, (_, at) => 97 + ((first + at) % 26));
  return respond(call, Buffer.from(letters), {
    status: letters.length === size ? 200 : 206,
    type: octets,
    early: kind,
    late: [['Content-Range', `bytes ${first}-${last}/${size}`]],
  });
};

function wantedRange({ request }: Call, size: number): readonly [number, number] {
  const [, left = '', right = ''] = /^bytes=(\d*)-(\d*)$/.exec(header(request.headers, 'range') ?? '') ?? [];
  if (!left && !right) return [0, size - 1];
  if (!left) return [Math.max(0, size - Number(right)), size - 1];
  return [Number(left), right ? Number(right) : size - 1];
}

export const links: Answer = (call, amount = '') => redirect(call, `/links/${Number(amount)}/0`);

export const linkPage: Answer = (call, amount = '', offset = '') => {
  const size = Math.min(Math.max(1, Number(amount)), 200);
  const items = Array.from({ length: size }, (_, at) =>
    at === Number(offset) ? `${at} ` : `<a href='/links/${size}/${at}'>${at}</a> `,
  );
  return text(call, `<html><head><title>Links</title></head><body>${items.join('')}</body></html>`);
};
