import { posix } from 'node:path';
import type { HttpRequest, HttpResponse } from '../../../dataplane/message.ts';
import { serve } from '../../apps/serve.ts';
import { FileError } from '../../files/entry.ts';
import type { FileTree } from '../../files/file-tree.ts';
import { reasonPhrase, reply } from '../../http-reply.ts';
import { type Command, pathOf } from '../command.ts';
import { optionValue, readOptions } from '../options.ts';
import { unsupported } from '../unsupported.ts';

/** `httpd` of busybox, which serves a folder. @see https://git.busybox.net/busybox/tree/networking/httpd.c */
export const httpd: Command = async (call) => {
  const options = readOptions(call, { flags: 'fiv', valued: 'phurcem' });
  if (typeof options === 'number') return options;
  const strange = ['u', 'r', 'c', 'e', 'm'].find((letter) => options.values.has(letter));
  if (strange || options.flags.has('i')) return unsupported(call, `-${strange ?? 'i'}`);
  const { container } = call.host;
  if (!container) return 1;
  const port = Number((optionValue(options, 'p') ?? '80').replace(/^.*:/, ''));
  const root = pathOf(call, optionValue(options, 'h') ?? '.');
  const handler = async (request: HttpRequest) => answer(container.tree, root, request);
  if (options.flags.has('f')) return serve(call, [[port, handler]]);
  try {
    container.listen(port, handler);
    return 0;
  } catch (error) {
    call.io.stderr(`httpd: bind: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
};

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.htm': 'text/html',
  '.html': 'text/html',
  '.jpg': 'image/jpeg',
  '.js': 'application/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
};

function answer(tree: FileTree, root: string, { method, path }: HttpRequest): HttpResponse {
  const [bare = '/'] = path.split('?');
  const place = posix.join(root, posix.normalize(decodeURIComponent(bare)));
  if (bare.startsWith('/cgi-bin/'))
    return reply('sandbox: httpd with cgi-bin is not simulated\n', { status: 501 });
  if (method !== 'GET' && method !== 'HEAD') return page(501, 'The requested method is not recognized');
  try {
    if (tree.stat(place)?.kind !== 'folder') return file(tree, place);
    if (!bare.endsWith('/')) return reply('', { status: 302, headers: [['Location', `${bare}/`]] });
    return file(tree, posix.join(place, 'index.html'));
  } catch (error) {
    if (error instanceof FileError) return reply(`${error.message}: ${place}\n`, { status: 501 });
    throw error;
  }
}

function file(tree: FileTree, place: string): HttpResponse {
  const entry = tree.stat(place);
  if (entry?.kind !== 'file') return page(404, 'The requested URL was not found');
  return reply(tree.read(place), {
    type: types[posix.extname(place)] ?? 'application/octet-stream',
    headers: [['Last-Modified', entry.at.toUTCString()]],
  });
}

function page(status: number, text: string): HttpResponse {
  const title = `${status} ${reasonPhrase(status)}`;
  const body = `<HTML><HEAD><TITLE>${title}</TITLE></HEAD>\n<BODY><H1>${title}</H1>\n${text}\n</BODY></HTML>\n`;
  return reply(body, { status, type: 'text/html' });
}
