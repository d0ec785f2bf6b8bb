import { once } from 'node:events';
import { Duplex, type Writable } from 'node:stream';
import { ApiError } from '../../../../src/sandbox/apiserver/store/api-error.ts';
import { OpaqueLedger } from '../../../../src/sandbox/workloads/images/opaque.ts';
import type {
  ContainerRuntime,
  ContainerState,
  LogOptions,
  ProcessIo,
} from '../../../../src/sandbox/workloads/runtime.ts';

const startedAt = new Date('2026-01-01T00:00:00Z');
const running: ContainerState = { kind: 'running', startedAt };

/**
 * The container runtime's interface with a handful of commands, so that the API server's streams are tested against
 * something whose every byte is known.
 */
export function scriptedRuntime(): ContainerRuntime {
  return {
    opaqueImage: () => undefined,
    mountFailure: () => undefined,
    hookFailures: () => ({}),
    advance: () => {},
    add: () => {},
    kill: () => {},
    ask: async () => {},
    opaque: new OpaqueLedger(),
    start() {},
    stop() {},
    state: () => running,
    exec: (_target, [name = '', ...args], io) => {
      const command = commands[name];
      if (!command)
        throw new ApiError(500, 'InternalError', `exec: "${name}": executable file not found in $PATH`);
      return command(args, io);
    },
    async attach(_target, io) {
      await write(io.stdout, 'attached\n');
      for await (const chunk of io.stdin ?? []) await write(io.stdout, String(chunk).toUpperCase());
    },
    logs: (_target, options) => logLines(options),
    connect: async (_pod, port) => {
      if (port !== 8080) throw new ApiError(500, 'InternalError', `nothing listens on ${port}`);
      return echoingConnection();
    },
  };
}

type Command = (args: readonly string[], io: ProcessIo) => Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  async cat(_args, { stdin, stdout }) {
    for await (const chunk of stdin ?? []) await write(stdout, chunk);
    return 0;
  },
  async echo(args, { stdout, tty }) {
    await write(stdout, `${args.join(' ')}${tty ? '\r\n' : '\n'}`);
    return 0;
  },
  async exit([code = '0'], { stderr }) {
    await write(stderr, `leaving with ${code}\n`);
    return Number(code);
  },
  async forever(_args, { signal }) {
    foreverCommands.started++;
    await once(signal, 'abort');
    foreverCommands.aborted++;
    return 1;
  },
  async zeros([size = '0'], { stdout }) {
    const block = Buffer.alloc(64 * 1024);
    for (let left = Number(size); left > 0; left -= block.length)
      await write(stdout, block.subarray(0, Math.min(left, block.length)));
    return 0;
  },
};

/** How many commands that never end have begun, and how many have noticed that their client is gone. */
export const foreverCommands = { started: 0, aborted: 0 };

const write = (stream: Writable, chunk: string | Buffer): Promise<void> =>
  new Promise((resolve) => stream.write(chunk, () => resolve()));

async function* logLines({ follow, tailLines, timestamps, signal }: LogOptions): AsyncGenerator<Buffer> {
  const lines = ['one', 'two', 'three'];
  const stamp = timestamps ? `${startedAt.toISOString()} ` : '';
  for (const line of lines.slice(-(tailLines ?? lines.length))) yield Buffer.from(`${stamp}${line}\n`);
  if (!follow) return;
  for (const line of ['four', 'five']) {
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) return;
    yield Buffer.from(`${stamp}${line}\n`);
  }
}

/** Answers each HTTP request with its own path, and closes when the client does. */
function echoingConnection(): Duplex {
  return new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      const [, path = ''] = /^\S+ (\S+)/.exec(chunk.toString('latin1')) ?? [];
      const big = /^\/big\/(\d+)/.exec(path);
      const body = big ? Buffer.alloc(Number(big[1]), 'x') : Buffer.from(path);
      this.push(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`);
      this.push(body);
      this.push(null);
      done();
    },
  });
}
