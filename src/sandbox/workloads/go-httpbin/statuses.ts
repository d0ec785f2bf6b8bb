import type { Headers, HttpResponse } from '../../dataplane/message.ts';
import { type Answer, type Call, failed, respond, text } from './call.ts';

type Extra = { readonly body?: string; readonly headers: Headers };

const elsewhere: Extra = { headers: [['Location', '/redirect/1']] };

/** Statuses that come with more than the code. */
const extras: Readonly<Record<number, Extra>> = {
  301: elsewhere,
  302: elsewhere,
  303: elsewhere,
  305: elsewhere,
  307: elsewhere,
  401: { headers: [['WWW-Authenticate', 'Basic realm="Fake Realm"']] },
  402: { body: 'Fuck you, pay me!', headers: [['X-More-Info', 'http://vimeo.com/22053820']] },
  407: { headers: [['Proxy-Authenticate', 'Basic realm="Fake Realm"']] },
  418: { body: "I'm a teapot!", headers: [['X-More-Info', 'http://tools.ietf.org/html/rfc2324']] },
};

/** Those whose bodies aren't here, and the informational ones, which go before an answer. */
const isUnsimulated = (code: number): boolean => code < 200 || [300, 308, 406].includes(code);

function ofStatus(call: Call, status: number): HttpResponse {
  if (isUnsimulated(status))
    return text(call, `sandbox: go-httpbin's status ${status} is not simulated\n`, { status: 501 });
  const { body = '', headers = [] } = extras[status] ?? {};
  if (status === 304) return respond(call, '', { status });
  return text(call, body, { status, headers });
}

/** `/status/200`, or one of several by chance: `/status/200,500:0.1`. */
export const status: Answer = (call, codes = '') => {
  if (!codes.includes(',')) {
    const wrong = whyNot(codes);
    return wrong === undefined ? ofStatus(call, Number(codes)) : failed(call, 400, wrong);
  }
  const choices = codes.split(',').map((choice) => {
    const [code = '', weight = '1'] = choice.split(/:(.*)/s);
    return { code, weight };
  });
  for (const { code, weight } of choices) {
    if (!isNumber(weight)) return failed(call, 400, `invalid weight value: "${weight}"`);
    if (!/^[+-]?\d+$/.test(code)) return failed(call, 400, `invalid choice value: "${code}"`);
  }
  let left = Math.random() * choices.reduce((sum, { weight }) => sum + Number(weight), 0);
  const chosen = choices.find(({ weight }) => {
    left -= Number(weight);
    return left < 0;
  });
  return ofStatus(call, Number((chosen ?? choices.at(-1))?.code));
};

const isNumber = (text: string): boolean => text.trim() !== '' && !Number.isNaN(Number(text));

function whyNot(code: string): string | undefined {
  if (!/^[+-]?\d+$/.test(code))
    return `invalid status code: "${code}": strconv.Atoi: parsing "${code}": invalid syntax`;
  const isIn = Number(code) >= 100 && Number(code) <= 599;
  return isIn ? undefined : `invalid status code: ${Number(code)} not in range [100, 599]`;
}

/** 500 as often as `failure_rate` says, half of the time without it. */
export const unstable: Answer = (call) => {
  const rate = call.query.get('failure_rate') ?? '0.5';
  if (!isNumber(rate))
    return failed(call, 400, `invalid failure rate: strconv.ParseFloat: parsing "${rate}": invalid syntax`);
  return text(call, '', { status: Math.random() < Number(rate) ? 500 : 200 });
};
