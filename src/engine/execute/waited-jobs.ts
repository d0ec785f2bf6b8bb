import { simpleCommands } from '../shell/simple-commands.ts';
import { signal } from './process-tree.ts';
import type { ListedJob } from './shell-channel.ts';

/**
 * Jobs by their numbers, for a `wait %1` that comes when the job has ended: bash gives up a number as soon as it has
 * listed the job as ended, which we have it do behind each statement. The process it still knows.
 */
export class WaitedJobs {
  readonly #pids = new Map<number, number>();

  /** Takes in bash's list. */
  list(jobs: readonly ListedJob[]): void {
    for (const { number, pid } of jobs) this.#pids.set(number, pid);
  }

  /** The shell that numbered them is gone. */
  forget(): void {
    this.#pids.clear();
  }

  /** The text of a statement, with the processes of jobs that have ended in place of their numbers. */
  named(script: string): string {
    if (!/\bwait\b[^\n]*%\d/.test(script) || this.#pids.size === 0) return script;
    const words = simpleCommands(script).flatMap((command) =>
      command.name === 'wait' && command.place.within === undefined ? command.words : [],
    );
    return words.toReversed().reduce((text, { value, from, to }) => {
      const number = /^%\d+$/.test(value) ? Number(value.slice(1)) : Number.NaN;
      const pid = this.#pids.get(number);
      return pid === undefined || signal(pid, 0) ? text : text.slice(0, from) + String(pid) + text.slice(to);
    }, script);
  }
}
