import type { Command } from 'commander';
import type { Io } from './io.ts';

/** A command of the program: adds itself, with options, help and examples, and says what to exit with. */
export type CliCommand = (program: Command, io: Io, exit: (code: number) => void) => void;

/** Examples below a command's help, one `command — what it does` a line. */
export function examples(...lines: readonly (readonly [command: string, meaning: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  return [
    '',
    'Examples:',
    ...lines.map(([command, meaning]) => `  ${command.padEnd(width)}  ${meaning}`),
  ].join('\n');
}
