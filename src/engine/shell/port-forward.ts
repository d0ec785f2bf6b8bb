import type { CommandLine } from './command-line.ts';
import { readKubectl } from './kubectl.ts';
import type { SimpleCommand } from './simple-commands.ts';
import { unrolled } from './unroll.ts';
import type { ShellWord } from './words.ts';

/** A `kubectl port-forward` of shell text. */
type PortForward = {
  readonly line: CommandLine;
  /** `LOCAL:REMOTE`, `PORT`, `:REMOTE`; variables in them are as they are written. */
  readonly ports: readonly ShellWord[];
};

/** The port-forwards among commands, in loops one for each of the first rounds. */
export function portForwardsIn(commands: readonly SimpleCommand[]): readonly PortForward[] {
  return commands.flatMap(unrolled).flatMap((command) => readPortForward(command) ?? []);
}

/** Reads a simple command as a port-forward; undefined for any other. */
export function readPortForward(command: SimpleCommand): PortForward | undefined {
  const line = readKubectl(command);
  return line?.verb === 'port-forward' ? { line, ports: line.operands.slice(1) } : undefined;
}

/**
 * The local port of `LOCAL:REMOTE` or `PORT`, once variables have their values; undefined where the system or the name
 * of a port chooses it.
 */
export function localPortOf(text: string): number | undefined {
  const [, port] = /^(\d{1,5})(?::|$)/.exec(text) ?? [];
  return port === undefined ? undefined : Number(port);
}
