import { accessSync, constants } from 'node:fs';
import { uptime } from 'node:os';
import { birthOf, type ProcessInfo } from './process-tree.ts';

/**
 * On Linux a process can be made the one that adopts what its descendants leave behind (PR_SET_CHILD_SUBREAPER of
 * prctl(2)): a daemon with an empty environment in a session of its own, whose parent has ended, is then a child of
 * our shell and not of process 1, so that it is found and ended with the others. It takes a system call that neither
 * Node nor bash can make, but Perl can, which most Linux systems have; the setting outlives exec. Without Perl, and on
 * other systems, only daemons with an empty environment escape.
 */
const perl = '/usr/bin/perl';

/** The number of prctl by Node's name of the processor. */
const prctl: Readonly<Record<string, number>> = {
  arm: 172,
  arm64: 167,
  ia32: 172,
  loong64: 167,
  ppc64: 171,
  riscv64: 167,
  s390x: 172,
  x64: 157,
};
const PR_SET_CHILD_SUBREAPER = 36;

/** The command that becomes `file` with these arguments, and adopts orphans where the system offers that. */
export function adoptingCommand(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): readonly [file: string, args: readonly string[]] {
  const call = process.platform === 'linux' ? prctl[process.arch] : undefined;
  // Perl would obey these, and must not touch the environment of the shell.
  if (call === undefined || 'PERL5OPT' in env || 'PERL5DB' in env || !isThere(perl)) return [file, args];
  const script = `syscall(${call}, ${PR_SET_CHILD_SUBREAPER}, 1, 0, 0, 0); exec { $ARGV[0] } @ARGV; exit 127`;
  return [perl, ['-e', script, '--', file, ...args]];
}

function isThere(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Clock ticks of `birth` in a second: USER_HZ, the same on all processors that Node knows. */
const ticksPerSecond = 100;
/** By how much our reading of the clock may be off. */
const toleranceTicks = 3;

/** Tells which children of a shell, adopted or not, are older than a statement. */
export class Ages {
  readonly #pid: number;
  readonly #birth: number;
  readonly #uptime = uptime();

  /** @param pid The shell, which has just been started. */
  constructor(pid: number) {
    this.#pid = pid;
    this.#birth = Number(birthOf(pid));
  }

  /** Whether a child of the shell was there before; false where that can't be told. `since` is a `performance.now()`. */
  isChildFromBefore({ parent, birth }: ProcessInfo, since: number): boolean {
    if (parent !== this.#pid || process.platform !== 'linux') return false;
    const seconds = uptime() - this.#uptime - (performance.now() - since) / 1000;
    return Number(birth) < this.#birth + seconds * ticksPerSecond - toleranceTicks;
  }
}
