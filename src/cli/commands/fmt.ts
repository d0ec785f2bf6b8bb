import { type CliCommand, examples } from '../command.ts';
import type { FmtOptions } from '../format-files.ts';

/** `runbook fmt [FILE…]`: writes directives in the standard form. */
export const fmt: CliCommand = (program, io, exit) => {
  program
    .command('fmt')
    .summary('format the expectations and options of runbooks')
    .description(
      'Format expectations, fence options and arrow comments. Everything else stays the same, byte for byte. ' +
        'Without files: all of runbooks/.',
    )
    .argument(
      '[file...]',
      'Markdown files, folders or patterns, as given or under runbooks/; `-` is standard input',
    )
    .option('--check', 'write nothing; exit 1 if a file would change', false)
    .option('--diff', 'write nothing; show what would change', false)
    .option('--arrows', 'also convert `# -> TEXT`, `# => TEXT` and arrows after a command', false)
    .option('--fix', 'turn comments that look like expectations (`# expects: 200`) into expectations', false)
    .option('--skip-plain', 'ignore files with nothing to run', false)
    .addHelpText(
      'after',
      examples(
        ['runbook fmt', 'everything under runbooks/'],
        ['runbook fmt labs/lab2.md --diff', 'see first what would change'],
        ['runbook fmt --check', 'for CI'],
        ['runbook fmt - < page.md', 'to standard output, as editors want it'],
      ),
    )
    .action(async (names: readonly string[], options: FmtOptions) => {
      const { formatFiles } = await import('../format-files.ts');
      exit(await formatFiles(names, options, io));
    });
};
