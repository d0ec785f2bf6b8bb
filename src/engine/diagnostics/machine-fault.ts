import type { Diagnostic } from '../model/diagnostic.ts';
import { RunbookError } from './error.ts';

/** What an error number means (errno(3)), and what a person can do about it. */
type Fault = readonly [meaning: string, hint: string];

const files = 'Close programs, or allow more open files: `ulimit -n 1024`.';
const space = 'Free some, or have `TMPDIR` or the option that names the file name another place.';
const rights = 'Change its permissions, or name another place.';
const gone: Fault = ['it is not there (any more)', 'See that nothing removes it while the run goes on.'];

/** Faults that no program can be to blame for. */
const faults: Readonly<Record<string, Fault>> = {
  EDQUOT: ['the quota of disk space is used up', space],
  EFBIG: ['the file would be too large', 'Allow larger files (`ulimit -f`), or name another place.'],
  EIO: ['the device has an error', 'Look at the device, or name another place.'],
  EMFILE: ['too many files are open', files],
  ENFILE: ['too many files are open on this machine', 'Close programs.'],
  ENOMEM: ['the machine is out of memory', 'Close programs, or allow more memory.'],
  ENOSPC: ['no space is left', space],
  EROFS: ['the file system is read-only', 'Name a place that can be written to.'],
  ESTALE: ['the network file system has lost it', 'Mount it again, or name another place.'],
};

/** Faults of the machine where a path was asked for; without one they may be ours. */
const pathFaults: Readonly<Record<string, Fault>> = {
  EACCES: ['permission is denied', rights],
  EISDIR: ['it is a folder', 'Name a file.'],
  ELOOP: ['its symbolic links lead in a circle', 'Name another place.'],
  ENAMETOOLONG: ['the path is too long', 'Name a shorter one.'],
  ENOENT: gone,
  ENOTDIR: ['a part of the path is no folder', 'Name another place.'],
  ENXIO: ['nobody is at the other end', 'Name another place.'],
  EPERM: ['it is not permitted', rights],
  ETXTBSY: ['it is being run', 'Name another file.'],
};

/** Faults of the machine when a process is started. */
const spawnFaults: Readonly<Record<string, Fault>> = {
  E2BIG: ['the environment or the command line is too long', 'Unset large variables.'],
  EAGAIN: ['no more processes can be started', 'End some, or allow more: `ulimit -u`.'],
};

/** As `machineFault`, but only of what no other path would help against: a full disk, too many open files. */
export function deviceFault(error: unknown, what: string): Diagnostic | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code in faults ? machineFault(error, what) : undefined;
}

/** What an error of the system says, if the machine is to blame and not the program. */
function faultOf(error: unknown): Fault | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined) return undefined;
  // The folder that this process is in; Node doesn't say which it was.
  if (syscall === 'uv_cwd') return gone;
  const starting = syscall?.startsWith('spawn') === true || syscall === 'fork';
  return (
    faults[code] ??
    (starting ? spawnFaults[code] : undefined) ??
    (path === undefined ? undefined : pathFaults[code])
  );
}

/**
 * Why something could not be done, as the end of a sentence: `no space is left (ENOSPC)`. Undefined for an error that
 * isn't a fault of the machine.
 */
export function whyMachineFailed(error: unknown): string | undefined {
  const fault = faultOf(error);
  return fault === undefined ? undefined : `${fault[0]} (${(error as NodeJS.ErrnoException).code})`;
}

/**
 * What to tell a person when the machine lets us down: a full disk, no more files or processes, a folder that
 * vanished. It is nobody's mistake in a document and no bug. Undefined for any other error.
 * @param what Could not be done, as the beginning of a sentence: `The report cannot be written`.
 */
export function machineFault(error: unknown, what?: string): Diagnostic | undefined {
  const fault = faultOf(error);
  if (fault === undefined) return undefined;
  const [meaning, hint] = fault;
  const { code, path, syscall = 'A system call' } = error as NodeJS.ErrnoException;
  const done = what ?? `\`${[syscall, path].filter(Boolean).join(' ')}\` failed`;
  return { code: 'machine/fault', severity: 'error', message: `${done}: ${meaning} (${code})`, hint };
}

/** The error to throw in place of one that may be a fault of the machine; any other stays what it is. */
export function namedFault(error: unknown, what?: string): unknown {
  const diagnostic = machineFault(error, what);
  return diagnostic === undefined ? error : new RunbookError([diagnostic], { cause: error });
}
