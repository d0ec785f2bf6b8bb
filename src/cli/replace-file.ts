import { chmodSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { namedFault } from '../engine/diagnostics/machine-fault.ts';

/** A file that was read as text, and the text that takes its place. `path` is absolute. */
type Replacement = { readonly path: string; readonly before: string; readonly after: string };

/**
 * Puts another text into a file, all at once: whoever reads it meanwhile gets the one or the other. Its mode stays.
 * @returns Why it was left alone, as the end of a sentence; undefined when it was written.
 * @throws RunbookError when the machine can't do it: a full disk, no permission.
 */
export function replaceFile({ path, before, after }: Replacement): string | undefined {
  try {
    const stats = lstatSync(path);
    if (stats.isSymbolicLink()) return 'it is a symbolic link: name the file that it leads to';
    if (!stats.isFile()) return 'it is no ordinary file';
    const now = readFileSync(path);
    if (!now.equals(Buffer.from(before))) return whyDifferent(now, before);
    write(path, after, stats.mode & 0o7777);
    return undefined;
  } catch (error) {
    throw namedFault(error, `\`${path}\` cannot be written`);
  }
}

/** As `replaceFile`, for a file that may not be there yet: `before` is undefined then. */
export function writeFile({
  path,
  before,
  after,
}: Omit<Replacement, 'before'> & { readonly before: string | undefined }): string | undefined {
  if (before !== undefined) return replaceFile({ path, before, after });
  try {
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return 'something else is there by now';
    write(path, after, 0o666 & ~process.umask());
    return undefined;
  } catch (error) {
    throw namedFault(error, `\`${path}\` cannot be written`);
  }
}

/** What isn't UTF-8 was read with replacement characters, which must not be written. */
function whyDifferent(now: Buffer, before: string): string {
  return now.toString() === before ? 'it is not valid UTF-8' : 'it has changed since it was read';
}

function write(path: string, text: string, mode: number): void {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.${Date.now().toString(36)}`);
  try {
    writeFileSync(beside, text, { flag: 'wx', mode: 0o600 });
    chmodSync(beside, mode);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
