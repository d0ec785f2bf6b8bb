import type { ProcessIo } from '../runtime.ts';
import type { LogBuffer } from './log-buffer.ts';
import { type Sink, sinkOf } from './sink.ts';

/** A container's output: into its log, and to everybody who is attached at the moment. */
type SharedOutput = Sink & { readonly end: () => void };

export function sharedOutput(log: LogBuffer, attached: ReadonlySet<ProcessIo>): SharedOutput {
  const writers = { stdout: log.writer(), stderr: log.writer() };
  const write = (stream: keyof typeof writers) => (chunk: Buffer | string) => {
    const bytes = Buffer.from(chunk);
    writers[stream].write(bytes);
    for (const io of attached) sinkOf(io)[stream](bytes);
    return true;
  };
  return {
    stdout: write('stdout'),
    stderr: write('stderr'),
    end: () => {
      writers.stdout.end();
      writers.stderr.end();
    },
  };
}
