import { Command, Help, type Option } from 'commander';
import { formatDiagnostic } from '../engine/diagnostics/format.ts';
import { nearest } from '../engine/diagnostics/nearest.ts';
import { productVersion } from '../engine/product-version.ts';
import { examples } from './command.ts';
import { commandGroups } from './command-groups.ts';
import { commanderDiagnostic } from './commander-error.ts';
import { commands } from './commands/registry.ts';
import { configure } from './configuration.ts';
import type { Io } from './io.ts';
import { usageError } from './usage-error.ts';

/** The command line: every command with its options. Errors are thrown, never exited with. */
export function buildProgram(io: Io, exit: (code: number) => void): Command {
  const program = new Command('runbook')
    .description('Run Markdown files: every shell block is run, every `# expect:` below it is checked.')
    .version(productVersion, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .configureHelp({ showGlobalOptions: false, optionDescription })
    .exitOverride()
    .configureOutput({
      writeOut: io.out.write,
      writeErr: io.err.write,
      getOutHelpWidth: () => io.out.columns,
      getErrHelpWidth: () => io.err.columns,
      getOutHasColors: () => io.out.color,
      getErrHasColors: () => io.err.color,
    })
    .addHelpText('after', help)
    .hook('preAction', (_, command) => configure(command, io));
  for (const add of Object.values(commands)) add(program, io, exit);
  for (const command of [program, ...program.commands]) arrange(command, io);
  program.addHelpCommand(
    new Command('help').argument('[command]').description('show help').helpGroup('Elsewhere:'),
  );
  return program
    .usage('COMMAND [options]')
    .argument('[command]')
    .allowExcessArguments()
    .action((word: string | undefined) => (word === undefined ? program.outputHelp() : unknownCommand(word)));
}

/** That an option which may be repeated has no value at first goes without saying. */
function optionDescription(option: Option): string {
  return new Help().optionDescription(option).replace(/ \(default: (?:\[\]|\{\})\)/, '');
}

/** Gives a command its heading in the list, and its mistakes the form of all others. */
function arrange(command: Command, io: Io): void {
  const name = command.name();
  if (isCommand(name)) command.helpGroup(commandGroups[name]);
  const call = command.parent === null ? name : `runbook ${name}`;
  command.configureOutput({
    ...command.configureOutput(),
    outputError: (text, write) =>
      write(`${formatDiagnostic(commanderDiagnostic(text, call), undefined, io.err)}\n`),
  });
}

function isCommand(name: string): name is keyof typeof commands {
  return Object.hasOwn(commands, name);
}

function unknownCommand(word: string): never {
  const names = Object.keys(commands);
  if (/\.mdx?$/.test(word))
    throw usageError(`\`${word}\` is no command`, `Did you mean \`runbook exec ${word}\`?`);
  const near = nearest(word, names);
  throw usageError(
    `\`${word}\` is no command`,
    near === undefined ? `The commands are: ${names.join(', ')}.` : `Did you mean \`runbook ${near}\`?`,
  );
}

const help = `${examples(
  ['runbook exec labs/lab2.md', 'run a runbook; also looked up under runbooks/'],
  ['runbook exec labs/lab2.md --target sandbox', 'run it on simulated clusters; nothing else is needed'],
  ['runbook plan labs/lab2.md', 'say what would run, and touch nothing'],
  ['runbook check', 'find mistakes in all runbooks here'],
  ['runbook sandbox -- kubectl get ns', 'use the simulated clusters by hand'],
  ['runbook init', 'write a first runbook here, and what runs it in CI'],
)}

Every command takes \`--color\` and \`--no-color\`.

Exit codes:
  0 passed   1 a check unmet or a command failed   2 usage or a malformed document
  3 target, tools, session or machine   70 a bug of runbook   130 interrupted`;
