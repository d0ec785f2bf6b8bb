import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FileError, type Files } from '../../workloads/commands/command.ts';

const texts: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EISDIR: 'Is a directory',
  ENOENT: 'No such file or directory',
  ENOSPC: 'No space left on device',
  ENOTDIR: 'Not a directory',
};

/** Real files, relative to the caller's working directory. */
export const machineFiles = (cwd: string): Files => ({
  read: (path) => asFileError(readFile(resolve(cwd, path))),
  write: (path, content, append) =>
    asFileError(append ? appendFile(resolve(cwd, path), content) : writeFile(resolve(cwd, path), content)),
});

async function asFileError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new FileError(texts[code] ?? message);
  }
}
