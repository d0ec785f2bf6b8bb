import type { HttpResponse } from '../../../dataplane/message.ts';
import { reasonOf } from '../../http-reply.ts';
import { type CommandCall, FileError } from '../command.ts';
import { atLeast, CurlFailure } from './failure.ts';
import type { Globbed } from './glob.ts';
import { plain } from './plain.ts';
import type { Output, Settings } from './settings.ts';
import type { TransferReport } from './transfer.ts';

/** Status line and headers of a response as they came. */
export const headText = (response: HttpResponse): string =>
  `HTTP/1.1 ${response.status} ${reasonOf(response)}\r\n${response.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;

type Wanted = { readonly settings: Settings; readonly globbed: Globbed; readonly version: string };

/** Where the body of an address goes: `#1` is what its first glob stands for; undefined for stdout. @throws CurlFailure 23 */
export function outputFile(
  output: Output | undefined,
  { settings, globbed, version }: Wanted,
): string | undefined {
  if (!output || (output.kind === 'file' && output.path === '-')) return undefined;
  const folder = settings.outputDir === undefined ? '' : `${settings.outputDir}/`;
  if (output.kind === 'file')
    return folder + output.path.replace(/#(\d+)/g, (text, part) => globbed.parts[part - 1] ?? text);
  const name = globbed.url
    .replace(/^[a-z]+:\/\//i, '')
    .split(/[?#]/)[0]
    ?.split('/')
    .slice(1)
    .pop();
  if (name) return folder + name;
  const mark = atLeast(version, '8.2.0') ? '' : '!';
  const why = `Remote file name has no length${mark}\ncurl: (23) Failed writing received data to disk/application`;
  throw new CurlFailure(23, why, undefined, true);
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
    await put(
      call,
      settings.dumpHeader === '-' ? undefined : settings.dumpHeader,
      Buffer.from(heads),
      settings,
    );
  const head = settings.include || settings.head ? heads : '';
  const failed = settings.fail === 'fail' && response.status >= 400;
  const body = settings.head || failed ? Buffer.alloc(0) : response.body;
  if (file !== undefined && settings.createDirs) await call.host.files.makeFolder(parentOf(file));
  await put(
    call,
    file,
    Buffer.concat([Buffer.from(head), settings.compressed ? plain(response, body) : body]),
    settings,
  );
}

const parentOf = (path: string): string => path.replace(/\/?[^/]*$/, '') || '.';

async function put(
  { io, host }: CommandCall,
  file: string | undefined,
  content: Buffer,
  { silent }: Settings,
): Promise<void> {
  if (file === undefined) {
    if (content.length && !io.stdout(content))
      throw new CurlFailure(23, 'Failure writing output to destination');
    return;
  }
  try {
    await host.files.write(file, content, false);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (!silent) io.stderr(`Warning: Failed to open the file ${file}: ${error.message}\n`);
    throw new CurlFailure(23, 'Failure writing output to destination');
  }
}
