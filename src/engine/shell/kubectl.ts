import { type CommandLine, type CommandTable, readCommandLine } from './command-line.ts';
import kubectlFlags from './kubectl-flags.json' with { type: 'json' };
import type { ShellSource } from './read-script.ts';
import { type SimpleCommand, simpleCommands } from './simple-commands.ts';

/** kubectl, and what is called with the same words. */
const binaries: ReadonlySet<string> = new Set(['kubectl', 'kubecolor', 'oc', 'k']);

const { options, commands, aliases } = kubectlFlags;

/** What `kubectl options` and each command's `--help` list: made by generate-kubectl-flags.ts. */
const table: CommandTable = {
  options: {
    values: options.values,
    // Flags that older versions had stand on pages still.
    switches: `${options.switches} record export alsologtostderr logtostderr`,
  },
  commands,
  aliases,
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
