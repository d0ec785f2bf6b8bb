import { type CommandLine, type CommandTable, readCommandLine } from './command-line.ts';
import { kubectlAliases, kubectlCommands, kubectlOptions } from './kubectl-flags.ts';
import type { ShellSource } from './read-script.ts';
import { type SimpleCommand, simpleCommands } from './simple-commands.ts';

/** kubectl, and what is called with the same words. */
const binaries: ReadonlySet<string> = new Set(['kubectl', 'kubecolor', 'oc', 'k']);

const table: CommandTable = {
  options: {
    values: kubectlOptions.values,
    // Flags that older versions had stand on pages still.
    switches: `${kubectlOptions.switches} record export alsologtostderr logtostderr`,
  },
  commands: kubectlCommands,
  aliases: kubectlAliases,
};

/** Reads a simple command as kubectl's; undefined for another's. */
export function readKubectl(command: SimpleCommand): CommandLine | undefined {
  return command.name !== undefined && binaries.has(command.name)
    ? readCommandLine(command, table)
    : undefined;
}

/** All commands of kubectl in shell text. */
export function kubectlCommandsIn(source: ShellSource): readonly CommandLine[] {
  return simpleCommands(source).flatMap((command) => readKubectl(command) ?? []);
}
