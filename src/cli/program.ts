import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { nearest } from '../engine/diagnostics/nearest.ts';
import { visibleText } from '../engine/diagnostics/printable.ts';
import { examples } from './command.ts';
import { commands } from './commands/registry.ts';
import { configure } from './configuration.ts';
import type { Io } from './io.ts';
import { usageError } from './usage-error.ts';

/** The command line: every command with its options. Errors are thrown, never exited with. */
export function buildProgram(io: Io, exit: (code: number) => void): Command {
  const program = new Command('runbook')
    .description('Run Markdown files: every shell block is run, every `# expect:` below it is checked.')
    .version(packageJson.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain a command')
    .helpCommand('help [command]', 'explain a command')
    .configureHelp({ showGlobalOptions: false })
    .exitOverride()
    .configureOutput({
      writeOut: io.out.write,
      writeErr: io.err.write,
      outputError: (text, write) => write(visibleText(text.replace(/^error: /, 'runbook: '))),
      getOutHelpWidth: () => io.out.columns,
      getErrHelpWidth: () => io.err.columns,
      getOutHasColors: () => io.out.color,
      getErrHasColors: () => io.err.color,
    })
    .addHelpText('after', help)
    .hook('preAction', (_, command) => configure(command, io));
  for (const add of Object.values(commands)) add(program, io, exit);
  return program
    .argument('[command]')
    .allowExcessArguments()
    .action((word: string | undefined) => unknownCommand(word));
}

function unknownCommand(word: string | undefined): never {
  const names = Object.keys(commands);
  if (word === undefined)
    throw usageError('Nothing to do', `Say a command: ${names.join(', ')}; see \`runbook --help\`.`);
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

Exit codes:
  0 passed   1 a check unmet or a command failed   2 usage or a malformed document
  3 target, tools, session or machine   70 a bug of runbook   130 interrupted`;
