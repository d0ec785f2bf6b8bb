import type { Command } from 'commander';
import { buildProgram } from './program.ts';

/** A command and what its `--help` prints, examples included. */
type HelpedCommand = { readonly command: Command; readonly help: string };

/** Every command with its help, without running one: for the reference page. */
export function helpedCommands(): readonly HelpedCommand[] {
  const printed: string[] = [];
  const out = {
    color: false,
    columns: 200,
    terminal: false,
    write: (text: string) => void printed.push(text),
  };
  const { signal } = new AbortController();
  const interruptions = {
    first: signal,
    second: signal,
    interrupt: () => {},
    vanish: () => {},
    hold: () => () => {},
  };
  const nobody = { hasKeyboard: () => false, ask: async () => undefined };
  const io = { cwd: '/', program: [], env: {}, out, err: out, fault: () => {}, interruptions, ...nobody };
  const program = buildProgram(io, () => {});
  const visible = new Set(program.createHelp().visibleCommands(program));
  return program.commands
    .filter((command) => visible.has(command))
    .map((command) => {
      printed.length = 0;
      command.outputHelp();
      return { command, help: printed.join('') };
    });
}
