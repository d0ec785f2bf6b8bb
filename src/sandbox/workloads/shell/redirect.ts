import { Readable } from 'node:stream';
import type { Redirection } from 'unbash';
import type { CommandIo } from '../commands/command.ts';
import { expandWord, type Runner } from './expand.ts';
import { NotSimulated, type Scope } from './scope.ts';

/** A command's streams with its redirections applied, and what to do when it has ended. */
type Redirected = { readonly io: CommandIo; readonly finish: () => Promise<void> };

type Writer = CommandIo['stdout'];

/** Applies redirections from left to right: `2>&1 >file` is not `>file 2>&1`. */
export async function redirect(
  redirections: readonly Redirection[],
  scope: Scope,
  run: Runner,
): Promise<Redirected> {
  let io = scope.io;
  const endings: (() => Promise<void>)[] = [];
  for (const redirection of redirections) {
    if (redirection.operator === '<' || redirection.operator === '<<<') {
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

async function input(redirection: Redirection, scope: Scope, run: Runner): Promise<Readable> {
  if (!('target' in redirection) || !redirection.target) throw new NotSimulated('redirection');
  const text = await expandWord(redirection.target, scope, run);
  if (redirection.operator === '<<<') return Readable.from([Buffer.from(`${text}\n`)]);
  return Readable.from([await scope.host.files.read(text)]);
}

type Output = {
  readonly stream: 'stdout' | 'stderr' | 'both';
  readonly writer: Writer;
  readonly end?: () => Promise<void>;
};

async function output(redirection: Redirection, scope: Scope, run: Runner): Promise<Output> {
  if (!('target' in redirection)) throw new NotSimulated('here-document');
  const { operator, descriptor } = redirection;
  if (!redirection.target) throw new NotSimulated('redirection');
  const number = descriptor?.type === 'FileDescriptor' ? descriptor.value : 1;
  if (number !== 1 && number !== 2) throw new NotSimulated(`file descriptor ${number}`);
  const stream = number === 2 ? 'stderr' : 'stdout';
  const target = await expandWord(redirection.target, scope, run);
  if (operator === '>&' && (target === '1' || target === '2')) {
    return { stream, writer: target === '1' ? scope.io.stdout : scope.io.stderr };
  }
  if (!['>', '>>', '>|', '&>', '&>>'].includes(operator)) throw new NotSimulated(`redirection ${operator}`);
  return {
    ...toFile(target, operator.endsWith('>>'), scope),
    stream: operator.startsWith('&') ? 'both' : stream,
  };
}

function toFile(path: string, append: boolean, { host }: Scope): Pick<Output, 'writer' | 'end'> {
  const chunks: Buffer[] = [];
  return {
    writer: (chunk) => {
      if (path !== '/dev/null') chunks.push(Buffer.from(chunk));
      return true;
    },
    end: () => host.files.write(path, Buffer.concat(chunks), append),
  };
}
