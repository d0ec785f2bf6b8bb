import { writeSync } from 'node:fs';

/** Writes all of a text: the system may take less at once, as when a disk is almost full. */
export function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
}
