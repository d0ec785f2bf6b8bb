import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type { HereDoc, Redirection } from 'unbash';
import { type CommandIo, FileError } from '../commands/command.ts';
import { expandParts, expandWord, type Runner } from './expand.ts';
import { NotSimulated, type Scope } from './scope.ts';

/** A command's streams with its redirections applied, and what to do when it has ended. */
type Redirected = { readonly io: CommandIo; readonly finish: () => Promise<void> };

type Writer = CommandIo['stdout'];

/** Applies redirections from left to right: `2>&1 >file` is not `>file 2>&1`. @throws FileError */
export async function redirect(
  redirections: readonly Redirection[],
  scope: Scope,
  run: Runner,
): Promise<Redirected> {
  let io = scope.io;
  const endings: (() => Promise<void>)[] = [];
  for (const redirection of redirections) {
    if (['<', '<<', '<<-', '<<<', '<&'].includes(redirection.operator)) {
      io = { ...io, stdin: await input(redirection, scope, run) };
      continue;
    }
    const { stream, writer, end } = await output(redirection, { ...scope, io }, run);
    io = stream === 'both' ? { ...io, stdout: writer, stderr: writer } : { ...io, [stream]: writer };
    if (end) endings.push(end);
  }
  return {
    io,
    finish: async () => {
      for (const end of endings) await end();
    },
  };
}

const streamOf = (text: string | Buffer): Readable =>
  Readable.from([Buffer.from(text)], { objectMode: false });

async function input(redirection: Redirection, scope: Scope, run: Runner): Promise<Readable> {
  if (redirection.type === 'HereDoc') return streamOf(await hereText(redirection, scope, run));
  if (!redirection.target) throw new NotSimulated('redirection');
  const text = await expandWord(redirection.target, scope, run);
  if (redirection.operator === '<<<') return streamOf(`${text}\n`);
  if (redirection.operator === '<&') throw new NotSimulated(`redirection <&${text}`);
  if (text === '/dev/null') return streamOf('');
  return streamOf(await inFile(text, () => scope.host.files.read(posix.resolve(scope.shell.cwd, text))));
}

async function hereText({ body, delimiter, operator }: HereDoc, scope: Scope, run: Runner): Promise<string> {
  const text = delimiter?.quoted || !body.parts ? body.text : await expandParts(body.parts, scope, run);
  return operator === '<<-' ? text.replace(/^\t+/gm, '') : text;
}

type Output = {
  readonly stream: 'stdout' | 'stderr' | 'both';
  readonly writer: Writer;
  readonly end?: () => Promise<void>;
};

async function output(redirection: Redirection, scope: Scope, run: Runner): Promise<Output> {
  const { operator, descriptor } = redirection;
  if (redirection.type !== 'Redirect' || !redirection.target) throw new NotSimulated('redirection');
  const number = descriptor?.type === 'FileDescriptor' ? descriptor.value : 1;
  if (number !== 1 && number !== 2) throw new NotSimulated(`file descriptor ${number}`);
  const stream = number === 2 ? 'stderr' : 'stdout';
  const target = await expandWord(redirection.target, scope, run);
  if (operator === '>&' && (target === '1' || target === '2')) {
    return { stream, writer: target === '1' ? scope.io.stdout : scope.io.stderr };
  }
  if (operator === '>&' && target === '-') return { stream, writer: () => true };
  if (!['>', '>>', '>|', '&>', '&>>', '>&'].includes(operator))
    throw new NotSimulated(`redirection ${operator}`);
  const special = specialFile(target, scope);
  const both = operator.startsWith('&') || operator === '>&';
  if (special) return { stream: both ? 'both' : stream, writer: special };
  const opened = await toFile(target, operator.endsWith('>>'), scope);
  return { ...opened, stream: both ? 'both' : stream };
}

/** Files that are streams: the process's own, and those of the container's first process. */
function specialFile(path: string, { io, host }: Scope): Writer | undefined {
  if (path === '/dev/null') return () => true;
  if (path === '/dev/stdout' || path === '/proc/self/fd/1' || path === '/dev/fd/1') return io.stdout;
  if (path === '/dev/stderr' || path === '/proc/self/fd/2' || path === '/dev/fd/2') return io.stderr;
  const print = host.container?.place.print;
  if (!print || !/^\/proc\/1\/fd\/[12]$/.test(path)) return undefined;
  return (chunk) => {
    for (const line of chunk.toString().replace(/\n$/, '').split('\n')) print(line);
    return true;
  };
}

/** What is written can be read at once, while the command still runs. */
async function toFile(
  path: string,
  append: boolean,
  { host, shell }: Scope,
): Promise<Pick<Output, 'writer' | 'end'>> {
  const place = posix.resolve(shell.cwd, path);
  const tree = host.container?.tree;
  if (tree) {
    await inFile(path, async () => tree.write(place, Buffer.alloc(0), { append }));
    return {
      writer: (chunk) => {
        tree.write(place, Buffer.from(chunk), { append: true });
        return true;
      },
    };
  }
  const chunks: Buffer[] = [];
  return {
    writer: (chunk) => {
      chunks.push(Buffer.from(chunk));
      return true;
    },
    end: () => host.files.write(place, Buffer.concat(chunks), append),
  };
}

/** Says which file it was that could not be opened. */
async function inFile<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const known = error.message === 'No such file or directory' ? 'no such file' : error.message;
    throw new FileError(
      error.message.startsWith('sandbox:') ? `${path}: ${error.message}` : `can't open ${path}: ${known}`,
    );
  }
}
