import { closeSync, constants, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import type { TerminalKeys, TerminalSize } from '../model/terminal.ts';
import { writeNow } from './write-now.ts';

/** The pipe is full: as soon as its reader may have read on. */
const fullMs = 10;

/** A pipe that brings what is typed to the terminal of one command. */
export class KeysFifo implements TerminalKeys {
  readonly #device: string;
  #fd: number | undefined;
  #waiting: Buffer = Buffer.alloc(0);
  #timer: NodeJS.Timeout | undefined;

  /** Opens the pipe, which must be there. `device` is the file in which the terminal's path will stand. */
  constructor(path: string, device: string) {
    this.#device = device;
    // For reading too: a pipe without a reader can't be opened for writing, and one without a writer is at its end.
    this.#fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  }

  type(bytes: string | Uint8Array): void {
    this.#waiting = Buffer.concat([this.#waiting, Buffer.from(bytes)]);
    this.#write();
  }

  /** The system tells the programs in the terminal. */
  resize({ columns, rows }: TerminalSize): void {
    void this.#resize(`rows ${rows} columns ${columns}`);
  }

  /** What was typed and not read is lost. */
  close(): void {
    clearTimeout(this.#timer);
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #write(): void {
    clearTimeout(this.#timer);
    while (this.#fd !== undefined && this.#waiting.length > 0) {
      const written = writeNow(this.#fd, this.#waiting);
      if (written === 0) {
        this.#timer = setTimeout(() => this.#write(), fullMs);
        return;
      }
      this.#waiting = this.#waiting.subarray(written);
    }
  }

  async #resize(size: string): Promise<void> {
    const device = (await readFile(this.#device, 'utf8').catch(() => '')).trim();
    if (!device.startsWith('/') || this.#fd === undefined) return;
    await execa('sh', ['-c', `stty ${size} <"$0"`, device], { stdio: 'ignore', reject: false });
  }
}
