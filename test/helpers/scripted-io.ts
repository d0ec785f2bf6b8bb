import type { Io } from '../../src/cli/io.ts';

/** A world of a command without a process: what it printed, and a person who gives these answers. */
export type ScriptedIo = Io & { readonly printed: () => string; readonly asked: readonly string[] };

/** `answers` are given in turn; without any there is no terminal. `interrupts`: Ctrl-C instead of an answer. */
export function scriptedIo(
  cwd: string,
  {
    answers,
    interrupts = false,
  }: { readonly answers?: readonly string[]; readonly interrupts?: boolean } = {},
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
    env: process.env,
    program: [],
    out: printer,
    err: printer,
    hasKeyboard: () => answers !== undefined,
    interruptions: {
      first: first.signal,
      second: new AbortController().signal,
      interrupt: () => first.abort(),
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
