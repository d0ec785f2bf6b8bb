import { type HttpResponse, header } from '../../../dataplane/message.ts';
import { type Command, type CommandCall, FileError } from '../command.ts';
import { requestBody } from './body.ts';
import { CookieJar } from './cookie-jar.ts';
import { CurlFailure } from './failure.ts';
import { deliverOutput, outputFile } from './output.ts';
import { parseArguments } from './parse-arguments.ts';
import { progressMeter } from './progress-meter.ts';
import { isTransient, waitForRetry } from './retry.ts';
import type { Settings } from './settings.ts';
import { type TransferReport, transfer } from './transfer.ts';
import { createVerbose, quiet } from './verbose.ts';
import { writeOut } from './write-out.ts';

/** curl, for HTTP and HTTPS, as far as its option table goes. */
export const curl: Command = async (call) => {
  try {
    const request = parseArguments(call.argv.slice(1));
    if (request.kind === 'settings') return await run(call, request.settings);
    call.io.stdout(request.kind === 'help' ? 'Usage: curl [options...] <url>\n' : versionText(call));
    return 0;
  } catch (error) {
    if (!(error instanceof CurlFailure)) throw error;
    call.io.stderr(
      error.code === 2 ? `${ownPrefix(error.message)}\n` : `curl: (${error.code}) ${error.message}\n`,
    );
    return error.code;
  }
};

/** What the sandbox refuses doesn't claim to come from curl. */
const ownPrefix = (message: string): string =>
  message.startsWith('sandbox:') ? message : `curl: ${message}`;

const versionText = ({ host: { curlVersion } }: CommandCall): string =>
  `curl ${curlVersion} (sandbox) libcurl/${curlVersion}\nProtocols: http https\nFeatures: IPv6\n`;

async function run(call: CommandCall, settings: Settings): Promise<number> {
  if (!settings.urls.length)
    throw new CurlFailure(
      2,
      "(2) no URL specified\ncurl: try 'curl --help' or 'curl --manual' for more information",
    );
  const globbed = settings.urls.find((url) => /\{[^}]*,|\[\d+-\d+/.test(url));
  if (globbed) throw new CurlFailure(2, `sandbox: curl's URL globbing (${globbed}) is not simulated`);
  const body = await requestBody(settings, call);
  const jar = await openJar(call, settings);
  let code = 0;
  for (const [index, url] of settings.urls.entries())
    code = await one(call, settings, { url, index, body, jar });
  if (settings.cookieJar) await saveJar(call, settings.cookieJar, jar);
  return code;
}

type One = {
  readonly url: string;
  readonly index: number;
  readonly body: Buffer | undefined;
  readonly jar: CookieJar;
};

async function one(call: CommandCall, settings: Settings, { url: given, ...rest }: One): Promise<number> {
  const url = settings.get && rest.body ? withQuery(given, rest.body.toString()) : given;
  const { io, host } = call;
  const file = outputFile(settings.outputs[rest.index], url);
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
  { io }: CommandCall,
  settings: Settings,
  report: TransferReport,
  verbose: typeof quiet,
): number {
  const { failure, response, target } = report;
  if (response && !settings.head) verbose.body(transferredBytes(response));
  if (failure && failure.code !== 22) verbose.note(failure.message);
  if (failure) verbose.closing();
  else if (target) verbose.leftIntact(target.host);
  if (settings.writeOut !== undefined) {
    const { stdout, stderr } = writeOut(settings.writeOut, report);
    io.stdout(stdout);
    if (stderr) io.stderr(stderr);
  }
  if (failure && (!settings.silent || settings.showError))
    io.stderr(`curl: (${failure.code}) ${failure.message}\n`);
  return failure?.code ?? 0;
}

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

/** Cookies of the files that `-b` names; one that isn't there counts as empty. */
async function openJar({ host }: CommandCall, { cookies }: Settings): Promise<CookieJar> {
  const jar = new CookieJar();
  for (const file of cookies.filter((cookie) => cookie && !cookie.includes('='))) {
    const text = await host.files.read(file).catch((error: unknown) => {
      if (error instanceof FileError) return '';
      throw error;
    });
    jar.load(text.toString());
  }
  return jar;
}

async function saveJar({ io, host }: CommandCall, file: string, jar: CookieJar): Promise<void> {
  if (file === '-') {
    io.stdout(jar.toString());
    return;
  }
  await host.files.write(file, Buffer.from(jar.toString()), false).catch((error: unknown) => {
    if (!(error instanceof FileError)) throw error;
    io.stderr(`Warning: failed to save cookies in ${file}: ${error.message}\n`);
  });
}
