import type { HttpResponse } from '../../../dataplane/message.ts';
import { reasonOf } from '../../http-reply.ts';
import { type CommandCall, FileError } from '../command.ts';
import { CurlFailure } from './failure.ts';
import type { Output, Settings } from './settings.ts';
import type { TransferReport } from './transfer.ts';

/** Status line and headers as they came. */
const headText = (response: HttpResponse): string =>
  `HTTP/1.1 ${response.status} ${reasonOf(response)}\r\n${response.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;

/** Where the body of the n-th URL goes; undefined for stdout. @throws CurlFailure 23 */
export function outputFile(output: Output | undefined, url: string): string | undefined {
  if (!output || (output.kind === 'file' && output.path === '-')) return undefined;
  if (output.kind === 'file') return output.path;
  const name = url
    .replace(/^[a-z]+:\/\//i, '')
    .split(/[?#]/)[0]
    ?.split('/')
    .slice(1)
    .pop();
  if (!name) throw new CurlFailure(23, 'Remote file name has no length');
  return name;
}

/** Puts a response where the command line wants it. @throws CurlFailure 23 */
export async function deliverOutput(
  report: TransferReport,
  { settings, call }: { readonly settings: Settings; readonly call: CommandCall },
): Promise<void> {
  const { response, earlier, file } = report;
  if (!response) return;
  const heads = [...earlier, response].map(headText).join('');
  if (settings.dumpHeader)
    await put(call, settings.dumpHeader === '-' ? undefined : settings.dumpHeader, Buffer.from(heads));
  const head = settings.include || settings.head ? heads : '';
  const failed = settings.fail === 'fail' && response.status >= 400;
  const body = settings.head || failed ? Buffer.alloc(0) : response.body;
  await put(call, file, Buffer.concat([Buffer.from(head), body]));
}

async function put({ io, host }: CommandCall, file: string | undefined, content: Buffer): Promise<void> {
  if (file === undefined) {
    if (content.length && !io.stdout(content))
      throw new CurlFailure(23, 'Failure writing output to destination');
    return;
  }
  try {
    await host.files.write(file, content, false);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    io.stderr(`Warning: Failed to open the file ${file}: ${error.message}\n`);
    throw new CurlFailure(23, 'Failure writing output to destination');
  }
}
