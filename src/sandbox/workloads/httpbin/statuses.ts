import type { Headers, HttpResponse } from '../../dataplane/message.ts';
import { pythonJson } from '../python/python-json.ts';
import { type Answer, type Call, respond, text } from './call.ts';

type Extra = { readonly body?: string; readonly headers?: Headers };

const elsewhere: Extra = { headers: [['location', '/redirect/1']] };

const teapot = [
  '',
  '    -=[ teapot ]=-',
  '',
  '       _...._',
  "     .'  _ _ `.",
  '    | ."` ^ `". _,',
  '    \\_;`"---"`|//',
  '      |       ;/',
  '      \\_     _/',
  '        `"""`',
  '',
].join('\n');

const mediaTypes = ['image/webp', 'image/svg+xml', 'image/jpeg', 'image/png', 'image/*'];

/** Statuses that come with more than the code. */
const extras: Readonly<Record<number, Extra>> = {
  301: elsewhere,
  302: elsewhere,
  303: elsewhere,
  304: {},
  305: elsewhere,
  307: elsewhere,
  401: { headers: [['WWW-Authenticate', 'Basic realm="Fake Realm"']] },
  402: { body: 'Fuck you, pay me!', headers: [['x-more-info', 'http://vimeo.com/22053820']] },
  406: {
    body: pythonJson({ message: 'Client did not request a supported media type.', accept: mediaTypes }),
    headers: [['Content-Type', 'application/json']],
  },
  // The server keeps its Proxy-Authenticate, which is for the next hop only.
  407: {},
  412: {},
  418: { body: teapot, headers: [['x-more-info', 'http://tools.ietf.org/html/rfc2324']] },
};

/** An answer that is a status and hardly more. */
export function ofStatus(call: Call, status: number): HttpResponse {
  if (status < 200 || status > 999)
    return text(call, `sandbox: httpbin's status ${status} is not simulated\n`, { status: 501 });
  const extra = extras[status];
  if (!extra) return text(call, '', { status, lengthLast: true });
  return respond(call, extra.body ?? '', { status, early: extra.headers ?? [], lengthLast: true });
}

/** `/status/200`, or one of several by chance: `/status/200,500:0.1`, where each weighs 1 unless it says more. */
export const status: Answer = (call, codes = '') => {
  const choices = codes.split(',').map((choice) => {
    const [code = '', weight = '1'] = choice.split(':');
    return { code: whole(code), weight: Number(weight), parts: choice.split(':').length };
  });
  const isOne = choices.length === 1;
  if (
    choices.some(
      ({ code, weight, parts }) => Number.isNaN(code) || Number.isNaN(weight) || parts > (isOne ? 1 : 2),
    )
  )
    return text(call, 'Invalid status code', { status: 400 });
  let left = Math.random() * choices.reduce((sum, { weight }) => sum + weight, 0);
  const chosen = choices.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return ofStatus(call, (chosen ?? choices.at(-1))?.code ?? 200);
};

const whole = (digits: string): number => (/^\s*[+-]?\d+\s*$/.test(digits) ? Number(digits) : Number.NaN);
