import { Option } from 'commander';
import { loadRunbook, resolveBeside } from '../../engine/load.ts';
import type { Diagnostic } from '../../engine/model/diagnostic.ts';
import { plan } from '../../engine/plan/plan.ts';
import { driftOf } from '../../engine/record/drift.ts';
import { loadRecord } from '../../engine/record/load-record.ts';
import { recordName } from '../../engine/record/record-name.ts';
import type { CheckedFile } from '../check-formats/checked.ts';
import { checkFormats } from '../check-formats/registry.ts';
import { type CliCommand, examples } from '../command.ts';
import { exitCodeOfDiagnostics } from '../exit-codes.ts';
import { type FoundFile, findAllFiles, findFiles } from '../find-files.ts';
import type { Io } from '../io.ts';
import { isError, isPlainPage } from '../prepare.ts';
import { usageError } from '../usage-error.ts';

type CheckOptions = { readonly format: keyof typeof checkFormats; readonly strict?: boolean };

/** `runbook check [FILE…]`: finds mistakes without running anything. */
export const check: CliCommand = (program, io, exit) => {
  program
    .command('check')
    .summary('find mistakes in runbooks, without running anything')
    .description(
      'Parse runbooks, compare them with their records, and report every mistake with its place. Without files: all of runbooks/.',
    )
    .argument('[file...]', 'Markdown files or folders, as given or under runbooks/')
    .addOption(
      new Option('--format <name>', 'how to print what is found')
        .choices(Object.keys(checkFormats))
        .default('text'),
    )
    .option('--strict', 'take warnings for errors')
    .addHelpText('after', help)
    .action((names: readonly string[], options: CheckOptions) => exit(checkFiles(names, options, io)));
};

function checkFiles(names: readonly string[], { format, strict }: CheckOptions, io: Io): number {
  const found = names.length > 0 ? findFiles(names, io.cwd) : findAllFiles(io.cwd);
  if (found.length === 0)
    throw usageError('There are no runbooks here', 'Name a file, or put runbooks into `runbooks/`.');
  const files = found.flatMap(checkFile).map(({ diagnostics, ...file }) => {
    return { ...file, diagnostics: strict ? diagnostics.map(asError) : diagnostics };
  });
  checkFormats[format]({ files }, io);
  return exitCodeOfDiagnostics(files.flatMap(({ diagnostics }) => diagnostics));
}

function asError(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: 'error' };
}

/** What is found in a file, and in its record if that can't be read. */
function checkFile(file: FoundFile): readonly CheckedFile[] {
  const { runbook, diagnostics } = loadRunbook(file);
  const own = file.listed ? diagnostics.filter(({ code }) => !isPlainPage(code)) : diagnostics;
  const sound = !own.some(isError);
  const planned = sound ? plan([runbook], { interactive: true }, resolveBeside).diagnostics : [];
  const { record, text = '', diagnostics: unreadable } = loadRecord(file);
  const drift = sound && record ? driftOf(runbook, record) : [];
  const found = [...own, ...planned.filter((item) => isAbout(item, file)), ...drift];
  return [
    { file: file.file, text: runbook.source.text, diagnostics: found },
    ...(unreadable.length === 0 ? [] : [{ file: recordName(file.file), text, diagnostics: unreadable }]),
  ];
}

/** What a required runbook has to hear is said when that file is checked. */
function isAbout({ span }: Diagnostic, { file }: FoundFile): boolean {
  return span === undefined || span.file === file;
}

const help = examples(
  ['runbook check', 'everything under runbooks/'],
  ['runbook check labs/lab2.md', 'one file'],
  ['runbook check --strict --format github', 'in CI: an annotation on each line, warnings fail too'],
  ['runbook check --format json labs/lab2.md', 'for editors and scripts'],
);
