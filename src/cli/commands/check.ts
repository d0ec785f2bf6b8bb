import { Option } from 'commander';
import type { CheckOptions } from '../check-files.ts';
import { type CliCommand, examples } from '../command.ts';
import { days } from '../options.ts';

/** `runbook check [FILE…]`: finds mistakes without running anything. */
export const check: CliCommand = (program, io, exit) => {
  program
    .command('check')
    .summary('find mistakes in runbooks without running anything')
    .description(
      'Report all mistakes in runbooks, and differences from their records. Without files: everything under runbooks/.',
    )
    .argument(
      '[file...]',
      'Markdown files, folders or patterns, as given or under runbooks/; `-` is standard input',
    )
    .addOption(new Option('--format <name>', 'output format').choices(formatNames).default('text'))
    .option('--strict', 'treat warnings as errors; notes stay notes')
    .option('--skip-plain', 'ignore files with nothing to run, as in a hook that passes every page')
    .option('--require-record', 'every page that runs something must have a record')
    .addOption(new Option('--max-age <duration>', 'how old a record may be, such as `30d`').argParser(days))
    .option('--accept-prose', 'take over prose that has changed since a page was recorded: it is still true')
    .addHelpText('after', help)
    .action(async (names: readonly string[], options: CheckOptions) => {
      const { checkFiles } = await import('../check-files.ts');
      exit(await checkFiles(names, options, io));
    });
};

/** As strings, since the formats themselves are loaded late. */
const formatNames = Object.keys({ text: true, json: true, github: true } satisfies Record<
  CheckOptions['format'],
  true
>);

const help = examples(
  ['runbook check', 'everything under runbooks/'],
  ['runbook check labs/lab2.md', 'one file'],
  ['runbook check --strict --format github', 'in CI: an annotation on each line, warnings fail too'],
  [
    'runbook check --require-record --max-age 30d',
    'before a site is published: every page was verified, and lately',
  ],
  ['runbook check --format json labs/lab2.md', 'for editors and scripts'],
);
