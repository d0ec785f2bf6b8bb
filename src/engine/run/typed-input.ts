import { stripVTControlCharacters } from 'node:util';
import type { Printed, TerminalKeys, TerminalSize, TerminalUser } from '../model/terminal.ts';

/** What a command in a terminal sees where nobody has one: what most terminals begin with. */
const usualSize: TerminalSize = { columns: 80, rows: 24 };

/** Behind a prompt: output whose last line has no end. */
const promptMs = 100;
/** Behind anything else: a command may ask for an answer without saying so. */
const quietMs = 1_000;

const enter = '\r';
/** Ctrl-D: there is nothing more to read. */
const endOfInput = '\u0004';

/**
 * The lines of `input="…"`: `\n` between two of them, `\\` for a backslash. An empty text has none: the command reads
 * the end of its input.
 */
export function inputLines(input: string): readonly string[] {
  if (input === '') return [];
  const text = input.replace(/\\([\\n])/g, (_, sign: string) => (sign === 'n' ? '\n' : '\\'));
  return text.replace(/\n$/, '').split('\n');
}

/**
 * Types lines at a command's terminal, one for each prompt: programs that ask for passwords drop what was typed
 * before. What a command has not read is for the next.
 */
export function typist(lines: readonly string[], onLeft: (lines: readonly string[]) => void): TerminalUser {
  let typed = 0;
  let last = '';
  let timer: NodeJS.Timeout | undefined;
  let keys: TerminalKeys | undefined;
  const type = (): void => {
    const line = lines[typed];
    typed = Math.min(typed + 1, lines.length);
    keys?.type(line === undefined ? endOfInput : line + enter);
    wait();
  };
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(type, asks(last) ? promptMs : quietMs);
  };
  const printed: Printed = (bytes) => {
    const text = last + Buffer.from(bytes).toString('latin1');
    last = text.slice(text.lastIndexOf('\n') + 1).slice(-1_000);
    wait();
  };
  return {
    size: usualSize,
    sit: (given) => {
      keys = given;
      wait();
      return printed;
    },
    leave: (unread) => {
      clearTimeout(timer);
      keys = undefined;
      onLeft(lines.slice(Math.max(0, typed - unread)));
    },
  };
}

/** Whether something visible stands at the end without a line end behind it. */
function asks(line: string): boolean {
  return stripVTControlCharacters(line).replace(/^.*\r/, '').trim() !== '';
}
