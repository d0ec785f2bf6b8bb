import { type HttpResponse, header } from '../../../dataplane/message.ts';
import type { CommandCall } from '../command.ts';
import type { CookieJar } from './cookie-jar.ts';
import { CurlFailure } from './failure.ts';
import type { Globbed } from './glob.ts';
import { deliverOutput, outputFile } from './output.ts';
import { progressMeter } from './progress-meter.ts';
import type { RequestBody } from './request.ts';
import { isTransient, waitForRetry } from './retry.ts';
import type { Settings } from './settings.ts';
import { moreDetails } from './tls-fault.ts';
import { type TransferReport, transfer } from './transfer.ts';
import { createVerbose, quiet } from './verbose.ts';
import { writeOut } from './write-out.ts';

type Fetch = {
  readonly globbed: Globbed;
  readonly index: number;
  readonly body: RequestBody | undefined;
  readonly jar: CookieJar;
};

/** Asks one address, as often as it takes; puts what comes where it belongs. @returns an exit code */
export async function fetchAddress(
  call: CommandCall,
  settings: Settings,
  { globbed, ...rest }: Fetch,
): Promise<number> {
  const url = settings.get && rest.body ? withQuery(globbed.url, rest.body.content.toString()) : globbed.url;
  const { io, host } = call;
  const file = outputFile(settings.outputs[rest.index], { settings, globbed, version: host.curlVersion });
  const verbose = settings.verbose
    ? createVerbose({
        write: (text) => io.stderr(text),
        version: host.curlVersion,
        bodyShown: io.tty && file === undefined,
      })
    : quiet;
  let report = await transfer({ call, settings, url, verbose, ...rest });
  for (let left = settings.retries; left > 0 && isTransient(report, settings); left -= 1) {
    await waitForRetry(call, settings, report, left);
    report = await transfer({ call, settings, url, verbose, ...rest });
  }
  const finished: TransferReport = { ...report, ...(file === undefined ? {} : { file }) };
  if (showsMeter(call, settings, finished)) io.stderr(meter(finished));
  return finish(call, settings, await delivered(call, settings, finished), verbose);
}

/** Writes the body; what fails there, or `-f`, becomes the report's failure. */
async function delivered(
  call: CommandCall,
  settings: Settings,
  report: TransferReport,
): Promise<TransferReport> {
  const { response } = report;
  try {
    await deliverOutput(report, { settings, call });
  } catch (error) {
    if (!(error instanceof CurlFailure)) throw error;
    return { ...report, failure: error };
  }
  if (!response || report.failure || settings.fail === 'no' || response.status < 400) return report;
  return { ...report, failure: new CurlFailure(22, `The requested URL returned error: ${response.status}`) };
}

function finish(
  { io, host }: CommandCall,
  settings: Settings,
  report: TransferReport,
  verbose: typeof quiet,
): number {
  const { failure, response, target } = report;
  if (response && !settings.head) verbose.body(transferredBytes(response));
  if (failure && failure.code !== 22) verbose.note(failure.message);
  if (failure) verbose.closing();
  else if (target) verbose.leftIntact(settings.proxy ? hostOf(settings.proxy) : target.host);
  if (settings.writeOut !== undefined)
    for (const { to, text } of writeOut(settings.writeOut, report, host.curlVersion)) io[to](text);
  if (failure?.message.startsWith('sandbox:')) io.stderr(`${failure.message}\n`);
  else if (failure && (!settings.silent || settings.showError))
    io.stderr(
      `curl: (${failure.code}) ${failure.message}\n${failure.code === 60 ? moreDetails(host.curlVersion) : ''}`,
    );
  return failure?.code ?? 0;
}

const hostOf = (proxy: string): string => proxy.replace(/^\w+:\/\//, '').replace(/:\d+\/?$/, '');

/** What came over the wire for a body: chunks have their lengths around them. */
function transferredBytes({ headers, body }: HttpResponse): number {
  const isChunked = header(headers, 'transfer-encoding') === 'chunked';
  if (!isChunked || !body.length) return body.length;
  return body.length.toString(16).length + body.length + '\r\n\r\n0\r\n\r\n'.length;
}

const showsMeter = (
  { io }: CommandCall,
  { silent, progressMeter: shown, head }: Settings,
  report: TransferReport,
): boolean =>
  !silent && shown && !head && report.target !== undefined && (!io.tty || report.file !== undefined);

const meter = ({ response, sentBytes, totalMs }: TransferReport): string =>
  progressMeter(response?.body.length ?? 0, sentBytes, totalMs);

const withQuery = (url: string, query: string): string => `${url}${url.includes('?') ? '&' : '?'}${query}`;
