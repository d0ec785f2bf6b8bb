import { type CommandCall, FileError } from '../command.ts';
import { atLeast, CurlFailure, helpLine, usage } from './failure.ts';
import { readInput } from './read-input.ts';
import type { DataPart, Settings } from './settings.ts';

/** The request's body from all `-d` options; undefined without any. @throws CurlFailure 26 */
export async function requestBody(
  { data, json, silent }: Settings,
  call: CommandCall,
): Promise<Buffer | undefined> {
  if (!data.length) return undefined;
  const parts: Buffer[] = [];
  for (const [index, part] of data.entries()) {
    if (index && !json) parts.push(Buffer.from('&'));
    parts.push(await partBytes(part, call, silent));
  }
  return Buffer.concat(parts);
}

async function partBytes({ text, form }: DataPart, call: CommandCall, silent: boolean): Promise<Buffer> {
  if (form === 'urlencode') return urlencoded(text, call, silent);
  if (form === 'raw' || !text.startsWith('@')) return Buffer.from(text);
  const content = await fileContent(text.slice(1), call, silent);
  return form === 'binary'
    ? content
    : Buffer.from(content.toString('latin1').replace(/[\r\n\0]/g, ''), 'latin1');
}

/** `content`, `=content`, `name=content`, `@file`, `name@file`. */
async function urlencoded(text: string, call: CommandCall, silent: boolean): Promise<Buffer> {
  const [, name = '', sign, rest = ''] = /^([^=@]*)([=@])(.*)$/s.exec(text) ?? [];
  if (sign === undefined) return Buffer.from(encode(Buffer.from(text)));
  const content = sign === '@' ? await fileContent(rest, call, silent) : Buffer.from(rest);
  return Buffer.from(`${name ? `${name}=` : ''}${encode(content)}`);
}

const encode = (bytes: Buffer): string =>
  [...bytes]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      if (char === ' ') return '+';
      return /[A-Za-z0-9\-._~]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

/** What a file holds. One that isn't there counts as empty before version 8.3, which says so. @throws CurlFailure 26 */
async function fileContent(path: string, call: CommandCall, silent: boolean): Promise<Buffer> {
  try {
    return await readInput(path, call);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (atLeast(call.host.curlVersion, '8.3.0')) {
      call.io.stderr(`curl: Failed to open ${path}\n`);
      throw usage('option -d: error encountered when reading a file', 26);
    }
    if (!silent)
      call.io.stderr(`Warning: Couldn't read data from file "${path}", this makes an empty POST.\n`);
    return Buffer.alloc(0);
  }
}

/** A file to upload, or stdin. @throws CurlFailure 26 */
export async function uploadOf(path: string, call: CommandCall): Promise<Buffer> {
  try {
    return await readInput(path === '.' ? '-' : path, call);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const mark = atLeast(call.host.curlVersion, '8.2.0') ? '' : '!';
    call.io.stderr(`curl: Can't open '${path}'${mark}\n${helpLine}\n`);
    throw new CurlFailure(26, 'Failed to open/read local data from file/application');
  }
}
