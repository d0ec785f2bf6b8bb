import { readFile, rm, writeFile } from 'node:fs/promises';
import type { TerminalSize } from '../model/terminal.ts';
import { quote } from '../shell/quote.ts';
import { beginText, saveText, terminalFiles } from './terminal-state.ts';

/** Whoever makes a terminal for a command: the first that is on PATH does. */
type Maker = { readonly command: string; readonly words: (bash: string) => string };

const isBsd = process.platform === 'darwin' || process.platform === 'freebsd';

/**
 * `script` is a part of macOS, of BSD and of util-linux, but not of every image for containers; Python has the same in
 * its library. Both copy what comes on their standard input to the terminal, and what it prints to their own output.
 * @see https://man7.org/linux/man-pages/man1/script.1.html
 * @see https://docs.python.org/3/library/pty.html#pty.spawn
 */
const makers: readonly Maker[] = [
  {
    command: 'script',
    words: (bash) =>
      isBsd ? `script -q /dev/null ${bash}` : `script -qefc ${quote(`exec ${bash}`)} /dev/null`,
  },
  {
    command: 'python3',
    words: (bash) =>
      `python3 -c 'import os, pty, sys; code = os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])); sys.exit(code if code >= 0 else 128 - code)' ${bash}`,
  },
];

const refusal =
  "builtin echo 'tty: neither script nor python3 is on PATH to make a terminal with; script comes with util-linux' >&2";

type TerminalScript = {
  readonly script: string;
  /** Line of the document on which it starts. */
  readonly line: number;
  readonly size: TerminalSize;
  /** The session's private folder. */
  readonly folder: string;
  /** Path of the pipe that brings what is typed. */
  readonly keys: string;
};

/**
 * Text for the shell that runs a script in a terminal: in a copy of the shell, since the session's own bash gives each
 * command a process group that is not the terminal's foreground. The copy begins with the session's state and hands
 * its own back: variables, functions, aliases, options, the folder.
 * Without a command that makes terminals it says so and gives 127.
 */
export async function terminalText({ script, line, size, folder, keys }: TerminalScript): Promise<string> {
  const files = terminalFiles(folder);
  await Promise.all([files.after, files.unread, files.device].map((file) => rm(file, { force: true })));
  const lines = `${beginText(files, size)}${'\n'.repeat(Math.max(1, line - 1))}${script}\n`;
  await writeFile(files.script, lines, { mode: 0o600 });
  // Not as a script, whose path would stand in front of bash's messages.
  const bash = `"$BASH" --noprofile --norc -c ${quote('builtin eval "$(<"$1")"')} bash ${quote(files.script)}`;
  const make = makers.map(
    ({ command, words }) =>
      `if builtin command -v ${command} >/dev/null; then BASH="$BASH" ${words(bash)} <${quote(keys)}; else`,
  );
  const made = `${make.join(' ')} ${refusal}; ( builtin exit 127 ); ${makers.map(() => 'fi').join('; ')}`;
  // Not by `builtin .`, for which `set -e` of the page would count inside of the file.
  const back = `{ . ${quote(files.after)} || :; } 2>/dev/null`;
  return `${saveText(files)}; { ${made}; } && __rb_tt=0 || __rb_tt=$?; ${back}; ( builtin exit "$__rb_tt" )`;
}

/** How many lines were typed that the script has not read: they are for what runs next. */
export async function unreadLines(folder: string): Promise<number> {
  const text = await readFile(terminalFiles(folder).unread, 'utf8').catch(() => '');
  return text.split(/[\r\n]/).length - 1;
}
