import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type AskedFile, checkFile } from './check-file.ts';
import type { CheckedFile } from './check-formats/checked.ts';

/**
 * What a core must have to do before it is worth starting, in bytes of Markdown: a thread reads the program again, which
 * takes as long as checking this much.
 */
const worthOneMore = 512 * 1024;

/** Checks files on as many cores as their size is worth. What is found is in the order of the files. */
export async function checkEach(files: readonly AskedFile[]): Promise<readonly CheckedFile[]> {
  const cores = Math.min(availableParallelism(), Math.ceil(sizeOf(files) / worthOneMore), files.length);
  if (cores < 2) return files.flatMap(checkFile);
  const { checkOnThreads } = await import('./check-threads.ts');
  return checkOnThreads(files, cores);
}

function sizeOf(files: readonly AskedFile[]): number {
  let size = 0;
  for (const { path, text } of files)
    size += text?.length ?? statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return size;
}
