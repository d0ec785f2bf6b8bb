import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs';
import { Socket } from 'node:net';
import { execa } from 'execa';
import { RunbookError } from '../diagnostics/error.ts';
import { machineFault } from '../diagnostics/machine-fault.ts';
import { sessionError } from './session-error.ts';

const chunkBytes = 65_536;
/** Shared by all reads: a consumer copies what it keeps. */
const drainBuffer = Buffer.allocUnsafe(chunkBytes);

/**
 * The reading end of one named pipe. A FIFO rather than `stdio: 'pipe'`, because Node's pipes are sockets and
 * `echo x >/dev/stdout` fails on those.
 * The cheap way: leave the pipe alone while a short statement runs, then `drain`. For longer ones `stream` reads
 * along, in the event loop. What is read goes to `onData`, whose buffer is only valid during the call.
 */
export class Fifo {
  readonly path: string;
  #fd: number | undefined;
  #writer: number | undefined;
  #socket: Socket | undefined;
  #drained = false;
  #onData: (chunk: Buffer) => void = () => {};

  constructor(path: string) {
    this.path = path;
  }

  /** Gets ready for the next statement. Nothing holds the pipe at that time. */
  open(onData: (chunk: Buffer) => void): void {
    this.#onData = onData;
    this.#drained = false;
    this.#fd ??= openSync(this.path, constants.O_RDONLY | constants.O_NONBLOCK);
  }

  /** @throws ErrnoException when somebody has removed it: nobody else can open it then. */
  mustBeThere(): void {
    accessSync(this.path);
  }

  /** Reads along from now on; `onEnd` when no process holds the pipe any more. */
  stream(onEnd: () => void): void {
    if (this.#socket !== undefined || this.#fd === undefined) return;
    // Without a writer of our own, a read before bash has opened the pipe would look like its end.
    if (!this.#drained) this.#writer = openSync(this.path, constants.O_WRONLY | constants.O_NONBLOCK);
    const socket = new Socket({
      fd: this.#fd,
      readable: true,
      writable: false,
      onread: {
        buffer: Buffer.allocUnsafe(chunkBytes),
        callback: (bytes, buffer) => {
          this.#onData(Buffer.from(buffer.buffer, buffer.byteOffset, bytes));
          return true;
        },
      },
    });
    this.#socket = socket;
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      if (this.#socket !== socket) return;
      this.#forget();
      onEnd();
    });
    socket.resume();
  }

  /**
   * Reads all there is, after the foreground of a statement has ended. False when another process still holds the
   * pipe: then everything the foreground wrote has been read, and what comes later is somebody else's.
   */
  drain(): boolean {
    if (this.#fd === undefined) return true;
    this.#drained = true;
    // It has read to the end and closed the file, though its event is still to come.
    if (this.#socket?.destroyed) return true;
    this.#closeWriter();
    for (;;) {
      const bytes = readNow(this.#fd);
      if (bytes === undefined) return false;
      if (bytes === 0) break;
      this.#onData(drainBuffer.subarray(0, bytes));
    }
    if (this.#socket !== undefined) this.close();
    return true;
  }

  close(): void {
    const socket = this.#socket;
    const fd = this.#fd;
    this.#forget();
    if (socket !== undefined) socket.destroy();
    else if (fd !== undefined) closeSync(fd);
  }

  #forget(): void {
    this.#closeWriter();
    this.#socket = undefined;
    this.#fd = undefined;
  }

  #closeWriter(): void {
    if (this.#writer !== undefined) closeSync(this.#writer);
    this.#writer = undefined;
  }
}

/** Bytes read into `drainBuffer`; 0 at the end; undefined when there is nothing now but there may be later. */
function readNow(fd: number): number | undefined {
  try {
    return readSync(fd, drainBuffer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}

/** Makes named pipes that only this user can open. @throws RunbookError when they can't be made. */
export async function makeFifos(paths: readonly string[]): Promise<void> {
  const { failed, code, stderr, cause } = await execa('mkfifo', ['-m', '600', ...paths], {
    stdin: 'ignore',
    reject: false,
  });
  if (!failed) return;
  if (code === 'ENOENT')
    throw sessionError(
      '`mkfifo` is not on PATH',
      'Install it: it comes with coreutils, beside `mv` and `rm`.',
    );
  const fault = machineFault(cause, 'Named pipes cannot be made');
  if (fault !== undefined) throw new RunbookError([fault], { cause });
  throw sessionError(
    `Named pipes cannot be made: ${stderr || code}`,
    'See that the folder of temporary files (`TMPDIR`) can be written to and takes named pipes.',
  );
}
