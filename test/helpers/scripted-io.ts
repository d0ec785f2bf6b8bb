import type { Command } from 'commander';
import type { Io } from '../../src/cli/io.ts';
import { buildProgram } from '../../src/cli/program.ts';

/** A world of a command without a process: what it printed, and a person who gives these answers. */
export type ScriptedIo = Io & { readonly printed: () => string; readonly asked: readonly string[] };

/** `answers` are given in turn; without any there is no terminal. `interrupts`: Ctrl-C instead of an answer. `env` is added to the environment. */
export function scriptedIo(
  cwd: string,
  {
    answers,
    interrupts = false,
    env = {},
  }: {
    readonly answers?: readonly string[];
    readonly interrupts?: boolean;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): ScriptedIo {
  const printed: string[] = [];
  const asked: string[] = [];
  const first = new AbortController();
  const waiting = [...(answers ?? [])];
  const printer = {
    color: false,
    columns: 100,
    terminal: answers !== undefined,
    write: (text: string) => void printed.push(text),
  };
  return {
    cwd,
    env: { ...process.env, ...env },
    program: [],
    out: printer,
    err: printer,
    fault: (diagnostic) => void printed.push(diagnostic.message),
    hasKeyboard: () => answers !== undefined,
    interruptions: {
      first: first.signal,
      second: new AbortController().signal,
      interrupt: () => first.abort(),
      vanish: () => first.abort(),
      hold: () => () => {},
    },
    ask: async (question) => {
      if (answers === undefined) return undefined;
      asked.push(question);
      if (interrupts) first.abort();
      return waiting.shift() ?? '';
    },
    printed: () => printed.join(''),
    asked,
  };
}

/**
 * Whether the program has the command, the options and the values that a line such as `npx runbook check --strict`
 * names. Nothing is run. @throws what it would say to the person who typed it.
 */
export async function acceptsCommandLine(line: string): Promise<void> {
  const words = line.replace(/^.*?\brunbook(?:@[\w.]+)? /, '').match(/'[^']*'|\S+/g) ?? [];
  const io = scriptedIo('/');
  const program = buildProgram(io, () => {});
  const reached: Command[] = [];
  for (const command of program.commands) command.action(() => void reached.push(command));
  await program.parseAsync(
    words.map((word) => word.replaceAll("'", '')),
    { from: 'user' },
  );
  if (reached.length !== 1) throw new Error(`\`${line}\` reaches no command: ${io.printed()}`);
}
