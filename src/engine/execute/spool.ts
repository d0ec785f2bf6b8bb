import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { WholeStream } from '../model/session.ts';

/** Of a longer stream only this much can be judged; temporary files may well lie in memory. */
const longestBytes = 256 * 1024 * 1024;

/** Bytes that are read at once: small enough that what is read leaves the memory soon. */
const blockBytes = 256 * 1024;

/** Characters of a line without an end: more of it must not fill the memory. */
const longestLine = 1024 * 1024;

let spools = 0;

/**
 * The whole of a long stream, in a file that has no name any more: nothing can be left behind, whatever ends the
 * process. A disk that is full only makes it incomplete.
 */
export class Spool implements WholeStream {
  readonly #limit: number;
  #fd: number | undefined;
  #bytes = 0;
  #complete = true;

  /** `folder` is private to this run. */
  constructor(folder: string, limit: number = longestBytes) {
    const path = join(folder, `whole${++spools}`);
    this.#limit = limit;
    this.#fd = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
  }

  get complete(): boolean {
    return this.#complete;
  }

  add(chunk: Buffer): void {
    if (!this.#complete || this.#fd === undefined) return;
    const part = chunk.subarray(0, this.#limit - this.#bytes);
    try {
      for (let at = 0; at < part.length; ) at += writeSync(this.#fd, part, at);
      this.#bytes += part.length;
      this.#complete = part.length === chunk.length;
    } catch {
      this.#complete = false;
    }
  }

  *pieces(): Generator<string> {
    const block = Buffer.allocUnsafe(blockBytes);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for (let at = 0; at < this.#bytes && this.#fd !== undefined; ) {
      const read = readSync(this.#fd, block, 0, Math.min(blockBytes, this.#bytes - at), at);
      if (read === 0) break;
      at += read;
      const text = rest + decoder.write(block.subarray(0, read));
      const newline = text.lastIndexOf('\n');
      const end = newline < 0 && text.length > longestLine ? text.length : newline + 1;
      if (end > 0) yield text.slice(0, end);
      rest = text.slice(end);
    }
    const last = rest + decoder.end();
    if (last !== '') yield last;
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}
