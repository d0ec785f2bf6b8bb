import { type CommandCall, FileError, readAll } from '../command.ts';
import { CurlFailure } from './failure.ts';
import type { DataPart, Settings } from './settings.ts';

/** The request's body from all `-d` options; undefined without any. @throws CurlFailure 26 */
export async function requestBody({ data, json }: Settings, call: CommandCall): Promise<Buffer | undefined> {
  if (!data.length) return undefined;
  const parts: Buffer[] = [];
  for (const [index, part] of data.entries()) {
    if (index && !json) parts.push(Buffer.from('&'));
    parts.push(await partBytes(part, call));
  }
  return Buffer.concat(parts);
}

async function partBytes({ text, form }: DataPart, call: CommandCall): Promise<Buffer> {
  if (form === 'urlencode') return urlencoded(text, call);
  if (form === 'raw' || !text.startsWith('@')) return Buffer.from(text);
  const content = await readInput(text.slice(1), call);
  return form === 'binary'
    ? content
    : Buffer.from(content.toString('latin1').replace(/[\r\n\0]/g, ''), 'latin1');
}

/** `content`, `=content`, `name=content`, `@file`, `name@file`. */
async function urlencoded(text: string, call: CommandCall): Promise<Buffer> {
  const [, name = '', sign, rest = ''] = /^([^=@]*)([=@])(.*)$/s.exec(text) ?? [];
  if (sign === undefined) return Buffer.from(encode(Buffer.from(text)));
  const content = sign === '@' ? await readInput(rest, call) : Buffer.from(rest);
  return Buffer.from(`${name ? `${name}=` : ''}${encode(content)}`);
}

const encode = (bytes: Buffer): string =>
  [...bytes]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9\-._~]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

/** A file, or stdin for `-`. @throws CurlFailure 26 */
async function readInput(path: string, { io, host }: CommandCall): Promise<Buffer> {
  if (path === '-') return readAll(io.stdin);
  try {
    return await host.files.read(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CurlFailure(26, `Failed to open ${path}: ${error.message}`);
  }
}
