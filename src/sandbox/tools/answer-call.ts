import type { Socket } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import type { World } from '../world.ts';
import { createFrameReader, type Frame, type FrameKind, frame } from './frames.ts';
import { findClusterFor } from './kubeconfig.ts';
import { ContextError, type Tool, type ToolIo } from './tool.ts';

type Call = {
  readonly tool: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly tty: boolean;
};

/** Answers one call of a simulated command; the connection is its lifetime. */
export function answerCall(socket: Socket, tools: readonly Tool[], worlds: ReadonlyMap<string, World>): void {
  const read = createFrameReader();
  const stdin = new PassThrough();
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  socket.on('error', () => gone.abort());
  const take = ({ kind, content }: Frame): void => {
    if (kind === 'stdin') stdin.write(content);
    else if (kind === 'stdinEnd') stdin.end();
    else if (kind === 'call') {
      void run(socket, JSON.parse(content.toString()) as Call, { tools, worlds, stdin, signal: gone.signal });
    }
  };
  socket.on('data', (chunk) => {
    try {
      for (const one of read(chunk)) take(one);
    } catch {
      socket.destroy();
    }
  });
}

type Context = {
  readonly tools: readonly Tool[];
  readonly worlds: ReadonlyMap<string, World>;
  readonly stdin: PassThrough;
  readonly signal: AbortSignal;
};

async function run(socket: Socket, call: Call, { tools, worlds, stdin, signal }: Context): Promise<void> {
  const [stdout, stderr] = [sender(socket, 'stdout'), sender(socket, 'stderr')];
  const io: ToolIo = {
    stdout,
    stderr,
    stdin: () => {
      if (!socket.destroyed) socket.write(frame('wantStdin'));
      return stdin;
    },
    tty: call.tty,
    env: call.env,
    cwd: call.cwd,
    signal,
  };
  const tool = tools.find(({ name }) => name === call.tool);
  let code = 1;
  try {
    code = (await tool?.run(call.argv, io, findClusterFor(worlds, call))) ?? 127;
  } catch (error) {
    const said =
      error instanceof ContextError ? `Error: ${error.message}` : `sandbox: ${call.tool}: ${String(error)}`;
    stderr.write(`${said}\n`);
  }
  // What is written while the caller takes what was written before waits its turn.
  await Promise.all([stdout, stderr].map((stream) => new Promise<void>((resolve) => stream.end(resolve))));
  if (!socket.destroyed) socket.end(frame('exit', String(code)));
}

/** A stream into the caller's; a caller that went away is no error. */
const sender = (socket: Socket, kind: FrameKind): Writable =>
  new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (socket.destroyed || socket.writableEnded) done();
      else socket.write(frame(kind, chunk), () => done());
    },
  });
