import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Exporter } from '../../engine/export/exporter.ts';
import { type ExporterName, exporters } from '../../engine/export/registry.ts';
import { loadRunbook, resolveBeside } from '../../engine/load.ts';
import { plan } from '../../engine/plan/plan.ts';
import { type CliCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { findFiles } from '../find-files.ts';
import type { Io } from '../io.ts';
import { complain, isError } from '../prepare.ts';
import { usageError } from '../usage-error.ts';

type ExportOptions = { readonly to: ExporterName; readonly output?: string };

/** `runbook export FILE --to bash`: the same run without runbook. */
export const exportCommand: CliCommand = (program, io, exit) => {
  const form = new Option('--to <form>', 'what to make: `bash` for a script').choices(Object.keys(exporters));
  program
    .command('export')
    .summary('make a plain script that runs and checks the same')
    .description(
      'Turn a runbook, and what it requires, into a file that runs and checks the same where neither runbook nor Node is.',
    )
    .argument('<file>', 'a Markdown file, as given or under runbooks/')
    .addOption(form.makeOptionMandatory())
    .option('-o, --output <file>', 'write it there; else to standard output')
    .addHelpText('after', help)
    .action(async (file: string, options: ExportOptions) => exit(await exportFile(file, options, io)));
};

async function exportFile(name: string, { to, output }: ExportOptions, io: Io): Promise<number> {
  const [file, ...more] = findFiles([name], io.cwd);
  if (file === undefined || more.length > 0) {
    throw usageError(
      `\`${name}\` is not one file`,
      'Export runbooks one by one; what one requires comes with it.',
    );
  }
  const { runbook, diagnostics } = loadRunbook(file);
  const parsed = diagnostics.filter(isError);
  if (parsed.length > 0) return complain(parsed, [runbook], io);
  const planned = plan([runbook], { interactive: false }, resolveBeside);
  const runbooks = planned.plan.runbooks.map((item) => item.runbook);
  const exporter = await exporters[to]();
  const found = [...planned.diagnostics.filter(isError), ...exporter.refuse(planned.plan)];
  if (found.length > 0) return complain(found, runbooks, io);
  put(exporter.write(planned.plan), exporter, output, io);
  return exitCodes.passed;
}

function put(text: string, exporter: Exporter, output: string | undefined, io: Io): void {
  if (output === undefined) {
    io.out.write(text);
    return;
  }
  const path = resolve(io.cwd, output);
  try {
    if (existsSync(path) && !readFileSync(path, 'utf8').includes(exporter.mark))
      throw new Error('it is there and was not exported');
    writeFileSync(path, text);
    if (exporter.executable) chmodSync(path, 0o755);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/, \w+(?: '.*')?$/, '') : String(error);
    throw usageError(
      `\`${output}\` cannot be written: ${why}`,
      'Name a file that is not there yet, or one that was exported before.',
    );
  }
}

const help = examples(
  ['runbook export labs/lab2.md --to bash -o lab2.sh', 'a script with LAB 2 and what it requires'],
  ['runbook export labs/lab2.md --to bash | less', 'look at it first'],
);
