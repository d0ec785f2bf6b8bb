import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type CommandCall, FileError, type Files } from '../../workloads/commands/command.ts';
import { curl } from '../../workloads/commands/curl/curl.ts';
import type { Tool } from '../tool.ts';
import { machineNetwork } from './machine-network.ts';

/** curl on the machine's own network, for machines without one: so that a runbook needs nothing but Node and kubectl. */
export const curlTool: Tool = {
  name: 'curl',
  run(argv, io) {
    const call: CommandCall = {
      argv: ['curl', ...argv],
      env: io.env,
      io: {
        get stdin() {
          return io.stdin();
        },
        stdout: (chunk) => !io.signal.aborted && (io.stdout.write(chunk) || true),
        stderr: (chunk) => !io.signal.aborted && (io.stderr.write(chunk) || true),
        tty: io.tty,
        signal: io.signal,
      },
      host: {
        network: machineNetwork,
        files: machineFiles(io.cwd),
        curlVersion: '8.5.0',
        find: () => ({ kind: 'absent' }),
      },
    };
    return curl(call);
  },
};

const texts: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EISDIR: 'Is a directory',
  ENOENT: 'No such file or directory',
  ENOSPC: 'No space left on device',
  ENOTDIR: 'Not a directory',
};

/** Real files, relative to the caller's working directory. */
const machineFiles = (cwd: string): Files => ({
  read: (path) => asFileError(readFile(resolve(cwd, path))),
  write: (path, content, append) =>
    asFileError(append ? appendFile(resolve(cwd, path), content) : writeFile(resolve(cwd, path), content)),
  makeFolder: async (path) => {
    await asFileError(mkdir(resolve(cwd, path), { recursive: true }));
  },
});

async function asFileError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new FileError(texts[code] ?? message);
  }
}
