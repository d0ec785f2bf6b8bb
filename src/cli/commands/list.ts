import { type CliCommand, examples } from '../command.ts';
import type { ListOptions } from '../list-here.ts';

/** `runbook list`: the runbooks that are here. */
export const list: CliCommand = (program, io, exit) => {
  program
    .command('list')
    .summary('list the runbooks here')
    .description(
      'List the runbooks under runbooks/, with title, steps, description and when they were last verified. Where there are none, the labs of the package.',
    )
    .argument('[file...]', 'Markdown files, folders or patterns instead of those under runbooks/')
    .option('--json', 'print JSON')
    .option('--badge <folder>', 'write a badge for each page into a folder, as SVG and for shields.io')
    .addHelpText(
      'after',
      examples(
        ['runbook list', 'what `runbook exec` could run from here'],
        ['runbook list docs', 'those of a folder'],
        ['runbook list --json', 'with the ids of steps, for scripts'],
        ['runbook list --badge public/badges', 'where each page passed, as pictures'],
      ),
    )
    .action(async (files: readonly string[], options: ListOptions) => {
      const { listHere } = await import('../list-here.ts');
      exit(await listHere(files, options, io));
    });
};
