import { Option } from 'commander';
import { type CliCommand, examples } from '../command.ts';
import type { InitOptions } from '../init/init-here.ts';
import type { PartName } from '../init/parts.ts';

/** `runbook init`: a first runbook here, and what runs it. */
export const init: CliCommand = (program, io, exit) => {
  program
    .command('init')
    .summary('write a first runbook, and what runs it in CI')
    .description(
      'Write a first runbook and, for what is in use here, a vitest configuration, a workflow for GitHub and a hook ' +
        'for pre-commit. Shows all of it before it writes, and leaves every file that is there as it is.',
    )
    .addOption(partOption('--with <part...>', 'add it without a sign that it is in use'))
    .addOption(partOption('--without <part...>', 'leave it out'))
    .option('--yes', 'write without asking')
    .option('--dry-run', 'show it, and write nothing')
    .addHelpText('after', help)
    .action(async (options: InitOptions) => {
      const { initHere } = await import('../init/init-here.ts');
      exit(await initHere(options, program.version() ?? '', io));
    });
};

/** As strings, since the parts themselves are loaded late. */
const partNames = Object.keys({
  runbook: true,
  vitest: true,
  github: true,
  'pre-commit': true,
} satisfies Record<PartName, true>);

function partOption(flags: string, description: string): Option {
  return new Option(flags, description).choices(partNames);
}

const help = examples(
  ['runbook init', 'see what it would write, and say yes or no'],
  ['runbook init --yes', 'write without asking, as in a script'],
  ['runbook init --with github', 'a workflow, too, where there is no sign of GitHub'],
);
