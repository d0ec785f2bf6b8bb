import { type HttpRequest, type HttpResponse, header } from '../../../dataplane/message.ts';
import type { CommandCall } from '../command.ts';
import type { CookieJar } from './cookie-jar.ts';
import { exchange } from './exchange.ts';
import { CurlFailure } from './failure.ts';
import { buildRequest } from './request.ts';
import type { Settings } from './settings.ts';
import { parseTarget, type Target } from './target.ts';
import type { Verbose } from './verbose.ts';

type TransferParts = {
  readonly call: CommandCall;
  readonly settings: Settings;
  readonly url: string;
  readonly index: number;
  readonly body: Buffer | undefined;
  readonly jar: CookieJar;
  readonly verbose: Verbose;
};

/** What one URL came to. */
export type TransferReport = {
  readonly url: string;
  readonly index: number;
  readonly method: string;
  readonly target?: Target;
  readonly response?: HttpResponse;
  /** Responses before the last one, when redirects were followed. */
  readonly earlier: readonly HttpResponse[];
  readonly failure?: CurlFailure;
  readonly remoteIp?: string;
  readonly redirects: number;
  /** Where the last response would have led. */
  readonly redirectUrl?: string;
  readonly file?: string;
  readonly sentBytes: number;
  readonly lookedUpMs: number;
  readonly totalMs: number;
};

type Progress = {
  target: Target;
  method: string;
  body: Buffer | undefined;
  remoteIp?: string;
  response?: HttpResponse;
  lookedUpMs: number;
  readonly earlier: HttpResponse[];
};

/** Fetches a URL, through redirects if asked to; a failure is part of the report. */
export async function transfer(parts: TransferParts): Promise<TransferReport> {
  const { settings, url, index, body } = parts;
  const started = performance.now();
  const method = settings.method ?? defaultMethod(settings, body);
  const base = { url, index, method, sentBytes: body?.length ?? 0, earlier: [], redirects: 0, lookedUpMs: 0 };
  let target: Target;
  try {
    target = parseTarget(url);
  } catch (error) {
    if (!(error instanceof CurlFailure)) throw error;
    return { ...base, failure: error, totalMs: performance.now() - started };
  }
  const progress: Progress = { target, method, body, lookedUpMs: 0, earlier: [] };
  let failure: CurlFailure | undefined;
  try {
    await follow(parts, progress, started);
  } catch (error) {
    if (!(error instanceof CurlFailure)) throw error;
    failure = error;
  }
  const { response, earlier } = progress;
  const remoteIp = failure ? failure.remoteIp : progress.remoteIp;
  const next = response && redirectOf(response, progress.target);
  return {
    ...base,
    method: progress.method,
    target: progress.target,
    earlier,
    redirects: earlier.length,
    lookedUpMs: progress.lookedUpMs,
    totalMs: performance.now() - started,
    ...(response ? { response } : {}),
    ...(failure ? { failure } : {}),
    ...(remoteIp ? { remoteIp } : {}),
    ...(next ? { redirectUrl: next } : {}),
  };
}

const defaultMethod = ({ head, get }: Settings, body: Buffer | undefined): string =>
  head ? 'HEAD' : body === undefined || get ? 'GET' : 'POST';

async function follow(parts: TransferParts, progress: Progress, started: number): Promise<void> {
  const { settings, verbose } = parts;
  const origin = progress.target;
  for (;;) {
    const request = requestFor(parts, progress, origin);
    const { target } = progress;
    const { response, remoteIp, lookedUpMs } = await exchange({ ...parts, target, request, started });
    Object.assign(progress, { response, remoteIp, lookedUpMs });
    parts.jar.receive(response.headers, target);
    verbose.received(response);
    const next = redirectOf(response, target);
    if (!settings.location || !next) return;
    if (progress.earlier.length >= settings.maxRedirects) {
      throw new CurlFailure(47, `Maximum (${settings.maxRedirects}) redirects followed`, remoteIp);
    }
    verbose.note(`Issue another request to this URL: '${next}'`);
    progress.earlier.push(response);
    progress.target = parseTarget(next);
    if (response.status <= 303 && progress.method !== 'HEAD' && !settings.method) {
      progress.method = 'GET';
      progress.body = undefined;
    }
  }
}

const requestFor = (
  { settings, jar, call }: TransferParts,
  progress: Progress,
  origin: Target,
): HttpRequest =>
  buildRequest({
    settings,
    target: progress.target,
    method: progress.method,
    body: settings.get ? undefined : progress.body,
    jar,
    version: call.host.curlVersion,
    withCredentials: progress.target.url.origin === origin.url.origin,
  });

function redirectOf({ status, headers }: HttpResponse, { url }: Target): string | undefined {
  const location = header(headers, 'location');
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  return URL.canParse(location, url.href) ? new URL(location, url.href).href : undefined;
}
