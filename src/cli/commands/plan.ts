import { type CliCommand, examples } from '../command.ts';
import type { InputOptions } from '../inputs/settle-inputs.ts';
import type { Io } from '../io.ts';
import type { SelectOptions } from '../prepare.ts';
import { addTargetOptions, type TargetOptions } from '../target-options.ts';
import { addInputOptions, addSelectOptions } from './exec.ts';

type PlanOptions = SelectOptions &
  TargetOptions &
  InputOptions & { readonly diff?: boolean; readonly json?: true };

/** `runbook plan FILE…`: says what would run. */
export const plan: CliCommand = (program, io, exit) => {
  const command = program
    .command('plan')
    .summary('say what would run, on what, whether all it needs is there, and change nothing')
    .description(
      'Show what `runbook exec` would run, in which order and where, and whether it could: clusters, permissions, objects, tools and local ports. Runs no command and changes nothing. Exit code 3: the run would stop before its first command.',
    )
    .argument(
      '<file...>',
      'Markdown files, folders or patterns, as given or under runbooks/; `-` is standard input',
    );
  addInputOptions(addTargetOptions(addSelectOptions(command)))
    .optionsGroup('Output:')
    .option('--diff', 'what each manifest would change too, by a dry run on the server')
    .option('--json', 'print JSON')
    .optionsGroup('Options:')
    .addHelpText(
      'after',
      examples(
        ['runbook plan labs/lab2.md --from verify', 'what a run of the second half would do'],
        ['runbook plan labs/lab2.md --diff', 'and what its manifests would change on the clusters'],
        ['runbook plan labs/lab2.md --json', 'every command and check, for scripts'],
      ),
    )
    .action(async (files: readonly string[], options: PlanOptions) => exit(await show(files, options, io)));
};

async function show(files: readonly string[], options: PlanOptions, io: Io): Promise<number> {
  const { prepare } = await import('../prepare.ts');
  const prepared = prepare(files, options, io);
  if ('exitCode' in prepared) return prepared.exitCode;
  const { showPlans } = await import('../show-plans.ts');
  return showPlans([prepared], options, io);
}
