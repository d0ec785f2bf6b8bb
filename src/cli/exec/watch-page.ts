import { unwatchFile, watchFile } from 'node:fs';
import { formatDiagnostic } from '../../engine/diagnostics/format.ts';
import { loadRunbook } from '../../engine/load.ts';
import type { Runbook } from '../../engine/model/runbook.ts';
import type { Source } from '../../engine/model/source.ts';
import type { NextText } from '../../engine/run/watch.ts';
import type { Io } from '../io.ts';
import { isError } from '../prepare.ts';
import { say } from '../say.ts';

/** Between two looks at the file: by its state, since editors replace files and not all systems tell of changes. */
const lookMs = 200;

/** Waits for texts of a page that are saved; one that can't be run is told of, and waited on. */
export function watchPage(io: Io): NextText {
  return async ({ source }) => {
    let told: string | undefined;
    const look = (again: boolean): Runbook | undefined => {
      const read = readPage(source);
      if ('problem' in read) {
        if (read.problem !== told) say(io.err, read.problem);
        told = read.problem;
        return undefined;
      }
      // What was saved while the run was at work counts at once; the same text once more is a wish to run again.
      return again || read.runbook.source.text !== source.text ? read.runbook : undefined;
    };
    return look(false) ?? nextSaved(source.path, look, io.interruptions.first);
  };
}

/** Waits until a file is saved. @returns Undefined when that is interrupted. */
export async function untilSaved(path: string, signal: AbortSignal): Promise<void> {
  await nextSaved(path, () => true, signal);
}

function nextSaved<T>(
  path: string,
  look: (again: boolean) => T | undefined,
  signal: AbortSignal,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const end = (found: T | undefined): void => {
      unwatchFile(path, changed);
      signal.removeEventListener('abort', stop);
      resolve(found);
    };
    const stop = (): void => end(undefined);
    const changed = (): void => {
      const found = look(true);
      if (found !== undefined) end(found);
    };
    watchFile(path, { interval: lookMs }, changed);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
}

function readPage(source: Source): { readonly runbook: Runbook } | { readonly problem: string } {
  try {
    const { runbook, diagnostics } = loadRunbook({ file: source.file, path: source.path });
    const errors = diagnostics.filter(isError);
    if (errors.length === 0) return { runbook };
    const texts = errors.map((error) => formatDiagnostic(error, runbook.source.text, { color: false }));
    return { problem: texts.join('\n') };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
