import { loadRunbook, resolveBeside } from '../../engine/load.ts';
import type { Diagnostic } from '../../engine/model/diagnostic.ts';
import { plan } from '../../engine/plan/plan.ts';
import { counted } from '../../engine/report/style.ts';
import { type CliCommand, examples } from '../command.ts';
import { type FoundFile, findAllFiles, findFiles } from '../find-files.ts';
import type { Io } from '../io.ts';
import { complain, isError, isPlainPage } from '../prepare.ts';
import { usageError } from '../usage-error.ts';

/** `runbook check [FILE…]`: finds mistakes without running anything. */
export const check: CliCommand = (program, io, exit) => {
  program
    .command('check')
    .summary('find mistakes in runbooks, without running anything')
    .description('Parse runbooks and report every mistake with its place. Without files: all of runbooks/.')
    .argument('[file...]', 'Markdown files or folders, as given or under runbooks/')
    .addHelpText(
      'after',
      examples(['runbook check', 'everything under runbooks/'], ['runbook check labs/lab2.md', 'one file']),
    )
    .action((names: readonly string[]) => exit(checkFiles(names, io)));
};

function checkFiles(names: readonly string[], io: Io): number {
  const files = names.length > 0 ? findFiles(names, io.cwd) : findAllFiles(io.cwd);
  if (files.length === 0)
    throw usageError('There are no runbooks here', 'Name a file, or put runbooks into `runbooks/`.');
  const results = files.map(checkFile);
  const runbooks = results.map(({ runbook }) => runbook);
  const diagnostics = results.flatMap((result) => result.diagnostics);
  const code = complain(diagnostics, runbooks, io);
  const errors = diagnostics.filter(isError).length;
  const found = `${counted(errors, 'error')}, ${counted(diagnostics.length - errors, 'warning')}`;
  io.out.write(
    `${counted(files.length, 'file')}: ${diagnostics.length === 0 ? 'nothing to complain about' : found}\n`,
  );
  return code;
}

function checkFile(file: FoundFile) {
  const { runbook, diagnostics } = loadRunbook(file);
  const own = file.listed ? diagnostics.filter(({ code }) => !isPlainPage(code)) : diagnostics;
  const planned = own.some(isError) ? [] : plan([runbook], { interactive: true }, resolveBeside).diagnostics;
  return { runbook, diagnostics: [...own, ...planned.filter((item) => isAbout(item, file))] };
}

/** What a required runbook has to hear is said when that file is checked. */
function isAbout({ span }: Diagnostic, { file }: FoundFile): boolean {
  return span === undefined || span.file === file;
}
