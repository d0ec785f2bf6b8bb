import { type HttpRequest, type HttpResponse, header, type Secured } from '../../../dataplane/message.ts';
import type { CommandCall } from '../command.ts';
import type { CookieJar } from './cookie-jar.ts';
import { exchange } from './exchange.ts';
import { CurlFailure } from './failure.ts';
import { headText } from './output.ts';
import { buildRequest, type RequestBody } from './request.ts';
import type { Settings } from './settings.ts';
import { parseTarget, type Target } from './target.ts';
import type { Verbose } from './verbose.ts';

type TransferParts = {
  readonly call: CommandCall;
  readonly settings: Settings;
  readonly url: string;
  readonly index: number;
  readonly body: RequestBody | undefined;
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
  readonly referer?: string;
  readonly file?: string;
  readonly sentBytes: number;
  /** Bytes of the requests' heads and of the responses'. */
  readonly requestBytes: number;
  readonly headerBytes: number;
  readonly lookedUpMs: number;
  readonly totalMs: number;
  /** What the last server showed, of a transfer with TLS. */
  readonly secured?: Secured;
};

type Progress = {
  target: Target;
  method: string;
  body: RequestBody | undefined;
  requestBytes: number;
  remoteIp?: string;
  response?: HttpResponse;
  lookedUpMs: number;
  secured?: Secured | undefined;
  readonly earlier: HttpResponse[];
};

/** Fetches a URL, through redirects if asked to; a failure is part of the report. */
export async function transfer(parts: TransferParts): Promise<TransferReport> {
  const { settings, url, index, body } = parts;
  const started = performance.now();
  const method = settings.method ?? defaultMethod(settings, body);
  const base = { url, index, method, sentBytes: body?.content.length ?? 0, ...nothing };
  let target: Target;
  try {
    target = parseTarget(url, parts.call.host.curlVersion);
  } catch (error) {
    if (!(error instanceof CurlFailure)) throw error;
    return { ...base, failure: error, totalMs: performance.now() - started };
  }
  const progress: Progress = { target, method, body, requestBytes: 0, lookedUpMs: 0, earlier: [] };
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
  const secured = failure ? failure.secured : progress.secured;
  return {
    ...base,
    method: progress.method,
    target: progress.target,
    earlier,
    redirects: earlier.length,
    requestBytes: progress.requestBytes,
    headerBytes: [...earlier, ...(response ? [response] : [])].reduce(
      (sum, each) => sum + headText(each).length,
      0,
    ),
    lookedUpMs: progress.lookedUpMs,
    totalMs: performance.now() - started,
    ...(response ? { response } : {}),
    ...(secured ? { secured } : {}),
    ...(failure ? { failure } : {}),
    ...(remoteIp ? { remoteIp } : {}),
    ...(next ? { redirectUrl: next } : {}),
    ...(settings.referer ? { referer: settings.referer } : {}),
  };
}

const nothing = { earlier: [], redirects: 0, requestBytes: 0, headerBytes: 0, lookedUpMs: 0 };

const defaultMethod = ({ head, get }: Settings, body: RequestBody | undefined): string =>
  head ? 'HEAD' : body === undefined || get ? 'GET' : body.isUpload ? 'PUT' : 'POST';

async function follow(parts: TransferParts, progress: Progress, started: number): Promise<void> {
  const { settings, verbose } = parts;
  const origin = progress.target;
  for (;;) {
    const request = requestFor(parts, progress, origin);
    const { target } = progress;
    const { response, remoteIp, lookedUpMs, secured } = await exchange({
      ...parts,
      target,
      request,
      started,
    });
    Object.assign(progress, { response, remoteIp, lookedUpMs, secured });
    progress.requestBytes += requestBytes(request);
    parts.jar.receive(response.headers, target);
    verbose.received(response);
    const next = redirectOf(response, target);
    if (!settings.location || !next) return;
    if (progress.earlier.length >= settings.maxRedirects) {
      throw new CurlFailure(47, `Maximum (${settings.maxRedirects}) redirects followed`, remoteIp);
    }
    if (response.body.length) {
      verbose.note('Ignoring the response-body');
      verbose.body(response.body.length);
    }
    verbose.leftIntact(target.host);
    verbose.note(`Issue another request to this URL: '${next}'`);
    progress.earlier.push(response);
    progress.target = parseTarget(next, parts.call.host.curlVersion);
    if (response.status <= 303 && progress.method !== 'HEAD' && !settings.method) {
      progress.method = 'GET';
      progress.body = undefined;
    }
  }
}

const requestBytes = ({ method, path, headers, body }: HttpRequest): number =>
  `${method} ${path} HTTP/1.1\r\n\r\n`.length +
  headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0) +
  body.length;

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
