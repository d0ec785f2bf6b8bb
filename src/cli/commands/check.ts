import { InvalidArgumentError, Option } from 'commander';
import type { Diagnostic } from '../../engine/model/diagnostic.ts';
import type { CheckedFile } from '../check-formats/checked.ts';
import { checkFormats } from '../check-formats/registry.ts';
import { type CliCommand, examples } from '../command.ts';
import { exitCodeOfDiagnostics } from '../exit-codes.ts';
import { findAllFiles, findFilesOrLabs } from '../find-files.ts';
import type { Io } from '../io.ts';
import { usageError } from '../usage-error.ts';

type CheckOptions = {
  readonly format: keyof typeof checkFormats;
  readonly strict?: boolean;
  readonly skipPlain?: boolean;
  readonly requireRecord?: boolean;
  readonly maxAge?: number;
  readonly acceptProse?: boolean;
};

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
    .addOption(
      new Option('--format <name>', 'output format').choices(Object.keys(checkFormats)).default('text'),
    )
    .option('--strict', 'treat warnings as errors; notes stay notes')
    .option('--skip-plain', 'ignore files with nothing to run, as in a hook that passes every page')
    .option('--require-record', 'every page that runs something must have a record')
    .addOption(new Option('--max-age <duration>', 'how old a record may be, such as `30d`').argParser(daysOf))
    .option('--accept-prose', 'take over prose that has changed since a page was recorded: it is still true')
    .addHelpText('after', help)
    .action(async (names: readonly string[], options: CheckOptions) =>
      exit(await checkFiles(names, options, io)),
    );
};

async function checkFiles(names: readonly string[], options: CheckOptions, io: Io): Promise<number> {
  const { format, strict, skipPlain = false } = options;
  const found = names.length > 0 ? findFilesOrLabs(names, io.cwd) : findAllFiles(io.cwd);
  if (found.length === 0)
    throw usageError('There are no runbooks here', 'Name a file, or put runbooks into `runbooks/`.');
  // Loaded late: no other command compares pages with records.
  if (options.acceptProse) {
    const { acceptProse } = await import('../accept-prose.ts');
    return acceptProse(found, io);
  }
  const { checkFile } = await import('../check-file.ts');
  const { orphanedRecords } = await import('../orphaned-records.ts');
  const { requireRecord = false, maxAge } = options;
  const rules = {
    skipPlain,
    requireRecord,
    age: { now: new Date(), ...(maxAge ? { maxAgeDays: maxAge } : {}) },
  };
  const orphans = orphanedRecords(names.length > 0 ? names : ['runbooks'], io.cwd);
  const checked = [
    ...found.flatMap((file) => checkFile({ ...file, ...rules })),
    ...orphans.map(orphanedFile),
  ];
  const files = checked.map(({ diagnostics, ...file }) => {
    return { ...file, diagnostics: strict ? diagnostics.map(asError) : diagnostics };
  });
  checkFormats[format]({ files }, io);
  return exitCodeOfDiagnostics(files.flatMap(({ diagnostics }) => diagnostics));
}

function orphanedFile(diagnostic: Diagnostic): CheckedFile {
  return {
    file: diagnostic.span?.file ?? '',
    text: '',
    diagnostics: [diagnostic],
    plain: false,
    unchecked: false,
  };
}

/** Whole days of a duration. */
function daysOf(text: string): number {
  const days = /^(\d+)d$/.exec(text)?.[1];
  if (days === undefined || Number(days) === 0) throw new InvalidArgumentError('Write days, such as `30d`.');
  return Number(days);
}

function asError(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.severity === 'note' ? diagnostic : { ...diagnostic, severity: 'error' };
}

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
