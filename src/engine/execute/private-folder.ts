import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sessionError } from './session-error.ts';
import { guardFolder } from './watchdog.ts';

/** A folder for temporary files, and its end. */
type PrivateFolder = { readonly folder: string; remove(): Promise<void> };

/**
 * Makes a folder that only this user can look into, and that vanishes with the program even after kill -9.
 * @throws RunbookError when it can't be made.
 */
export async function makePrivateFolder(): Promise<PrivateFolder> {
  const folder = join(tmpdir(), `runbook-${randomBytes(9).toString('hex')}`);
  // Guarded before it exists: there is no moment at which a kill -9 leaves it behind.
  const release = guardFolder(folder);
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (cause) {
    release();
    const { code } = cause as NodeJS.ErrnoException;
    const hint = 'Have the variable `TMPDIR` name a folder that you may write to.';
    throw sessionError(`No folder for temporary files can be made in \`${tmpdir()}\` (${code})`, hint, cause);
  }
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    release();
  };
  return { folder, remove };
}
