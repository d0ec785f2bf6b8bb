import type { ProcessIo } from '../runtime.ts';

/** Where a process's output goes: with a terminal, stderr is stdout and lines end in `\r\n`. */
export type Sink = {
  readonly stdout: (chunk: Buffer | string) => boolean;
  readonly stderr: (chunk: Buffer | string) => boolean;
};

export function sinkOf(io: ProcessIo): Sink {
  const write = (stream: 'stdout' | 'stderr') => (chunk: Buffer | string) => {
    const target = io.tty ? io.stdout : io[stream];
    if (target.destroyed || target.writableEnded || io.signal.aborted) return false;
    target.write(io.tty ? cooked(chunk) : chunk);
    return true;
  };
  return { stdout: write('stdout'), stderr: write('stderr') };
}

/** What a terminal's line discipline makes of output. */
const cooked = (chunk: Buffer | string): Buffer =>
  Buffer.from(Buffer.from(chunk).toString('latin1').replace(/\n/g, '\r\n'), 'latin1');
