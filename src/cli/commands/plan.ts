import { type CliCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { planText } from '../plan-text.ts';
import { prepare, type SelectOptions } from '../prepare.ts';
import { addTargetOptions, type TargetOptions } from '../target-options.ts';
import { addSelectOptions } from './exec.ts';

/** `runbook plan FILE…`: says what would run. */
export const plan: CliCommand = (program, io, exit) => {
  const command = program
    .command('plan')
    .summary('say what would run, on what, and touch nothing')
    .description(
      'Say what `runbook exec` would run, in which order and on what. No command runs, no cluster is asked.',
    )
    .argument('<file...>', 'Markdown files, folders or patterns, as given or under runbooks/');
  addTargetOptions(addSelectOptions(command))
    .addHelpText(
      'after',
      examples(['runbook plan labs/lab2.md --from verify', 'what a run of the second half would do']),
    )
    .action((files: readonly string[], options: SelectOptions & TargetOptions) =>
      exit(show(files, options, io)),
    );
};

function show(files: readonly string[], options: SelectOptions & TargetOptions, io: Io): number {
  const prepared = prepare(files, options, io);
  if ('exitCode' in prepared) return prepared.exitCode;
  io.out.write(planText(prepared.plan, prepared.chosen, io.out));
  return exitCodes.passed;
}
