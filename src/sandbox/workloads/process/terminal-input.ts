import { PassThrough, type Readable } from 'node:stream';

/** What a person types at a terminal, as the program behind it gets it. */
type TerminalInput = {
  readonly stdin: Readable;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
};

const controlC = 0x03;
const controlD = 0x04;

/** kubectl sends a terminal's bytes raw: Ctrl-C and Ctrl-D mean something, and Enter is a carriage return. */
export function terminalInput(raw: Readable): TerminalInput {
  const stdin = new PassThrough();
  const interrupt = new AbortController();
  raw.on('data', (chunk: Buffer) => {
    for (const byte of chunk) {
      if (byte === controlC) interrupt.abort();
      else if (byte === controlD) stdin.end();
      else if (!stdin.writableEnded) stdin.write(Buffer.of(byte === 0x0d ? 0x0a : byte));
    }
  });
  raw.once('end', () => stdin.end());
  return { stdin, interrupted: interrupt.signal };
}
