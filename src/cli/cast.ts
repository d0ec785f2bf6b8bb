import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { RunbookError } from '../engine/diagnostics/error.ts';
import { machineFault } from '../engine/diagnostics/machine-fault.ts';
import { guardedWrites } from './guarded-writes.ts';
import type { Io } from './io.ts';
import { writeWhole } from './write-whole.ts';

/** A recording of what is drawn on a terminal. */
export type Cast = {
  readonly size: (columns: number, rows: number) => void;
  readonly write: (text: string) => void;
  readonly close: () => void;
};

/**
 * Begins a recording as asciicast v2 (docs.asciinema.org/manual/asciicast/v2): a line for each thing that was drawn, with the
 * seconds since the beginning. What is drawn is masked already. @throws RunbookError when it can't be written.
 */
export function startCast(file: string, io: Io): Cast {
  const what = `The recording \`${file}\` cannot be written`;
  const fd = open(resolve(io.cwd, file), what);
  const attempt = guardedWrites(what, io);
  const startedAt = performance.now();
  let known: string | undefined;
  const line = (value: object): void => attempt(() => writeWhole(fd, `${JSON.stringify(value)}\n`));
  const event = (kind: 'o' | 'r', text: string): void =>
    line([Math.round(performance.now() - startedAt) / 1000, kind, text]);
  return {
    size: (columns, rows) => {
      const size = `${columns}x${rows}`;
      if (known === undefined)
        line({ version: 2, width: columns, height: rows, timestamp: Math.floor(Date.now() / 1000) });
      else if (known !== size) event('r', size);
      known = size;
    },
    // The terminal makes two characters of a line's end on its way to the screen.
    write: (text) => event('o', text.replaceAll(/\r?\n/g, '\r\n')),
    close: () => attempt(() => closeSync(fd)),
  };
}

function open(path: string, what: string): number {
  try {
    return openSync(path, 'w');
  } catch (error) {
    const fault = machineFault(error, what);
    if (fault === undefined) throw error;
    throw new RunbookError([fault]);
  }
}
