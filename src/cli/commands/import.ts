import { type CliCommand, examples } from '../command.ts';
import type { Io } from '../io.ts';
import { pair } from '../options.ts';

/** Also given as strings that commander doesn't check: what they may be is known where the formats are loaded. */
type ImportFlags = {
  readonly from?: string;
  readonly output?: string;
  readonly force?: true;
  readonly cluster: Readonly<Record<string, string>>;
};

/** `runbook import DOCUMENT`: makes a runbook of a document in another format. */
export const importCommand: CliCommand = (program, io, exit) => {
  program
    .command('import')
    .summary('make a runbook of a document in another format')
    .description(
      'Turn a document into a runbook: its commands into shell fences, what it says of their output into expectations. ' +
        'What it only hints at becomes a marked suggestion, listed with its place.',
    )
    .argument('<document>', 'the file')
    .option('--from <format>', 'its format, if it is not clear by itself')
    .option('-o, --output <file>', 'write the runbook there instead of to standard output')
    .option('--force', 'overwrite that file')
    .option('--cluster <name=context>', 'the context that a cluster variable stands for', pair, {})
    .addHelpText(
      'after',
      examples(
        ['runbook import notes.txt', 'print the runbook; suggestions go to standard error'],
        ['runbook import page.md -o runbooks/page.md', 'write it to a file that is not there yet'],
        ['runbook import test.t --from transcript', 'say which format it is'],
        ['runbook import course/index.json -o course.md', 'make one page of a scenario of Killercoda'],
      ),
    )
    .action(async (file: string, flags: ImportFlags) => exit(await run(file, flags, io)));
};

async function run(file: string, flags: ImportFlags, io: Io): Promise<number> {
  const { importFile } = await import('../import-file.ts');
  return importFile(file, flags, io);
}
