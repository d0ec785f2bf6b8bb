import { Worker } from 'node:worker_threads';
import { RunbookError } from '../engine/diagnostics/error.ts';
import type { AskedFile } from './check-file.ts';
import type { CheckedFile } from './check-formats/checked.ts';
import { checkInTurn, type SharedFiles, type Turn } from './check-turn.ts';

/**
 * Checks files on several threads, this one among them: each takes the next file that none has taken yet.
 * @throws RunbookError for the first file that can't be read.
 */
export async function checkOnThreads(
  files: readonly AskedFile[],
  threads: number,
): Promise<readonly CheckedFile[]> {
  const taken = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const others = Array.from({ length: threads - 1 }, () => onThread({ files, taken }));
  // While this thread is at work it hears of no failure of another one: none may go unhandled until it does.
  const theirs = Promise.allSettled(others);
  const own = checkInTurn({ files, taken });
  const all = [own, ...(await theirs).map(settledValue)].flat().toSorted((a, b) => a.index - b.index);
  return all.flatMap(({ unreadable, checked }) => {
    if (unreadable !== undefined) throw new RunbookError(unreadable);
    return checked;
  });
}

function onThread(work: SharedFiles): Promise<readonly Turn[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(threadFile(), import.meta.url), { workerData: work });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`A thread of \`check\` ended with ${code}.`)));
  });
}

/** A file of its own in what is built, too. */
function threadFile(): string {
  return import.meta.url.endsWith('.ts') ? './check-thread.ts' : './check-thread.mjs';
}

function settledValue<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}
