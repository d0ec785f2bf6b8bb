import { type Command, Option } from 'commander';
import { jobs, shard, times } from '../options.ts';
import { usageError } from '../usage-error.ts';
import type { ExecOptions } from './exec-options.ts';

/** Adds the options that make each file a run of its own. */
export function addManyOptions(command: Command): Command {
  return command
    .optionsGroup('Many files:')
    .option(
      '--jobs <number>',
      'run each file by itself, with its own shell and target, so many at once (`auto`: one a core)',
      jobs,
    )
    .option('--shard <i/n>', 'run each file by itself, and only the i-th of n parts of them', shard)
    .option('--retries <number>', 'run each file by itself, and again if it does not pass', times)
    .option('--bail', 'run each file by itself, and start no more after one that did not pass')
    .option('--fail-on-flaky', 'with --retries: exit with 1 when a file passed only when it ran again')
    .addOption(new Option('--as-part').hideHelp());
}

/** Whether each file is a run of its own. */
export function wantsMany({ jobs, shard, retries, bail, failOnFlaky, asPart }: ExecOptions): boolean {
  if (asPart) return false;
  if (failOnFlaky && !retries)
    throw usageError('`--fail-on-flaky` needs `--retries`', 'Write `--retries 1`, or leave it out.');
  return jobs !== undefined || shard !== undefined || retries !== undefined || bail === true;
}

/** @throws RunbookError for what needs a person, or one run. */
export function refuseWithMany({ step, update, patch, yes, journal, resume }: ExecOptions): void {
  const alone = {
    ...{ '--step': step, '--update': update, '--patch': patch, '--yes': yes },
    ...{ '--journal': journal, '--resume': resume },
  };
  const asked = Object.entries(alone).find(([, value]) => value !== undefined);
  if (asked === undefined) return;
  throw usageError(
    `\`${asked[0]}\` is for one run, and here each file is one`,
    'Leave out `--jobs`, `--shard`, `--retries` and `--bail`.',
  );
}
