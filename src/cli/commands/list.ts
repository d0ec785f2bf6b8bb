import { printable } from '../../engine/diagnostics/printable.ts';
import { loadRunbook } from '../../engine/load.ts';
import type { Runbook } from '../../engine/model/runbook.ts';
import { counted, painter } from '../../engine/report/style.ts';
import { type CliCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { findAllFiles, findLabs } from '../find-files.ts';
import type { Io } from '../io.ts';
import { isPlainPage } from '../prepare.ts';
import { say } from '../say.ts';

/** `runbook list`: the runbooks that are here. */
export const list: CliCommand = (program, io, exit) => {
  program
    .command('list')
    .summary('list the runbooks here')
    .description(
      'List the runbooks under runbooks/, with title, steps, description and when they were last verified. Where there are none, the labs of the package.',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples(
        ['runbook list', 'what `runbook exec` could run from here'],
        ['runbook list --json', 'with the ids of steps, for scripts'],
      ),
    )
    .action(async (options: { readonly json?: true }) => exit(await listAll(options, io)));
};

async function listAll({ json }: { readonly json?: true }, io: Io): Promise<number> {
  // Loaded late: no other command tells of records.
  const { verifiedText } = await import('../verified-text.ts');
  const own = findAllFiles(io.cwd);
  const found = own.length > 0 ? own : findLabs();
  const loaded = found.map((file) => ({ file: file.file, ...loadRunbook(file) }));
  const runbooks = loaded.filter((page) => !isPlainPage(page));
  if (json) {
    const { listJson } = await import('../list-json.ts');
    io.out.write(listJson(runbooks));
    return exitCodes.passed;
  }
  const width = Math.max(0, ...runbooks.map(({ file }) => file.length));
  const paint = painter(io.out.color);
  for (const { file, runbook, diagnostics } of runbooks) {
    const broken = diagnostics.some(({ severity }) => severity === 'error')
      ? paint('red', '  has errors')
      : '';
    say(io.out, `${paint('bold', file.padEnd(width))}  ${describe(runbook)}${broken}`);
    const { description } = runbook.meta;
    const below = (text: string) => say(io.out, `${' '.repeat(width)}  ${text}`);
    if (description !== undefined) below(paint('dim', printable(description)));
    below(verifiedText(runbook, paint));
  }
  if (own.length === 0)
    say(
      io.err,
      'There are no runbooks under `runbooks/`; these are in the package, and run as `labs/lab2.md`.',
    );
  else if (runbooks.length === 0) io.out.write('There are no runbooks under `runbooks/`.\n');
  return exitCodes.passed;
}

function describe({ title, steps }: Runbook): string {
  return `${printable(title)} (${counted(steps.length, 'step')})`;
}
