import { type CommandCall, FileError } from '../command.ts';
import { CurlFailure, usage } from './failure.ts';
import { readInput } from './read-input.ts';

/** A part of a form as `-F` gives it, or as it is with `--form-string`. */
export type FormPart = { readonly text: string; readonly isPlain: boolean };

type Body = { readonly body: Buffer; readonly type: string };

/** The form as `multipart/form-data`. @throws CurlFailure 2, 26 */
export async function formBody(parts: readonly FormPart[], call: CommandCall): Promise<Body> {
  const boundary = `------------------------${randomHex(16)}`;
  const pieces: Buffer[] = [];
  for (const part of parts) {
    const { headers, content } = await partOf(part, call);
    pieces.push(
      Buffer.from(`--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n`),
      content,
      Buffer.from('\r\n'),
    );
  }
  const body = Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
  return { body, type: `multipart/form-data; boundary=${boundary}` };
}

const randomHex = (digits: number): string =>
  [...crypto.getRandomValues(new Uint8Array(digits / 2))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

type Piece = { readonly headers: readonly string[]; readonly content: Buffer };

async function partOf({ text, isPlain }: FormPart, call: CommandCall): Promise<Piece> {
  const [, name, value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw usage(`option ${isPlain ? '--form-string' : '-F'}: is badly used here`);
  const disposition = `Content-Disposition: form-data; name="${escaped(name)}"`;
  if (isPlain) return { headers: [disposition], content: Buffer.from(value) };
  const [main = '', ...options] = value.split(/;(?=\s*(?:type|filename|headers|encoder)=)/);
  const given = new Map(
    options
      .map((option) => option.trim().split(/=(.*)/s))
      .map(([key = '', held = '']) => [key, unquoted(held)]),
  );
  const [unknown] = ['headers', 'encoder'].filter((key) => given.has(key));
  if (unknown) throw new CurlFailure(2, `sandbox: curl's ;${unknown}= in -F is not simulated`);
  const type = given.get('type');
  if (!/^[@<]/.test(main)) {
    const filename = given.get('filename');
    const named = filename === undefined ? disposition : `${disposition}; filename="${escaped(filename)}"`;
    return {
      headers: [named, ...(type ? [`Content-Type: ${type}`] : [])],
      content: Buffer.from(unquoted(main)),
    };
  }
  const path = unquoted(main.slice(1));
  const content = await contentOf(path, call);
  if (main.startsWith('<'))
    return { headers: [disposition, ...(type ? [`Content-Type: ${type}`] : [])], content };
  const filename = given.get('filename') ?? path.split('/').at(-1) ?? '';
  return {
    headers: [`${disposition}; filename="${escaped(filename)}"`, `Content-Type: ${type ?? typeOf(filename)}`],
    content,
  };
}

async function contentOf(path: string, call: CommandCall): Promise<Buffer> {
  try {
    return await readInput(path, call);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CurlFailure(26, 'Failed to open/read local data from file/application');
  }
}

const escaped = (text: string): string =>
  text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const unquoted = (text: string): string => text.replace(/^"(.*)"$/s, '$1').replace(/\\(["\\])/g, '$1');

/** What curl takes a file's content for, by its name. */
const types: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  htm: 'text/html',
  html: 'text/html',
  pdf: 'application/pdf',
  xml: 'application/xml',
};

const typeOf = (name: string): string =>
  types[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
