import { readSync } from 'node:fs';
import { isatty } from 'node:tty';
import { usageError } from './usage-error.ts';

let read: string | undefined;

/** All of standard input, which can be read only once. @throws RunbookError when a person would have to type it. */
export function readStandardInput(): string {
  if (read === undefined && isatty(0))
    throw usageError(
      '`-` is standard input, and nothing is piped into it',
      'Name a file, or pipe a page in.',
    );
  read ??= readAll();
  return read;
}

/** How long to leave a pipe alone that has nothing yet. */
const pauseMs = 20;

function readAll(): string {
  const chunks: Buffer[] = [];
  for (const buffer = Buffer.alloc(65_536); ; ) {
    try {
      const size = readSync(0, buffer);
      if (size === 0) return Buffer.concat(chunks).toString();
      chunks.push(Buffer.from(buffer.subarray(0, size)));
    } catch (error) {
      // Whoever made the pipe may have it not wait for us; and its end is an error on some systems.
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return Buffer.concat(chunks).toString();
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}
