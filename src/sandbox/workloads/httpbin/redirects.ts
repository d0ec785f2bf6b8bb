import { type Answer, base, redirect, text } from './call.ts';

/** `/redirect/3`: by way of `/relative-redirect/2`, or of absolute ones where `absolute=true` asks for them. */
export const redirectTimes: Answer = (call, times = '') => {
  const left = positive(times);
  const isAbsolute = call.query.get('absolute')?.toLowerCase() === 'true';
  if (left === 1) return redirect(call, isAbsolute ? `${base(call)}/get` : '/get');
  return redirect(
    call,
    isAbsolute ? `${base(call)}/absolute-redirect/${left - 1}` : `/relative-redirect/${left - 1}`,
  );
};

export const relativeRedirect: Answer = (call, times = '') => {
  const left = positive(times);
  const location = left === 1 ? '/get' : `/relative-redirect/${left - 1}`;
  return text(call, '', { status: 302, late: [['Location', location]] });
};

export const absoluteRedirect: Answer = (call, times = '') => {
  const left = positive(times);
  return redirect(call, `${base(call)}/${left === 1 ? 'get' : `absolute-redirect/${left - 1}`}`);
};

/** To whatever `url` says, with a status of the three hundreds. */
export const redirectTo: Answer = (call) => {
  const args = new Map([...call.query].map(([name, value]) => [name.toLowerCase(), value]));
  const url = args.get('url');
  if (url === undefined) throw new TypeError('no url');
  const wanted = Number(args.get('status_code') ?? 302);
  if (!Number.isInteger(wanted)) throw new TypeError('no status');
  const status = wanted >= 300 && wanted < 400 ? wanted : 302;
  return text(call, '', { status, late: [['Location', url]] });
};

function positive(times: string): number {
  if (Number(times) > 0) return Number(times);
  throw new RangeError('not a number of times');
}
