import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quote } from '../shell/quote.ts';

/**
 * Text for the shell that runs a script with a terminal: in a copy of the shell under `script(1)`, so what it sets
 * is gone afterwards. Not the session's own bash: its job groups wouldn't be the terminal's foreground.
 * Without the command it says so and gives 127.
 */
export async function terminalText(script: string, line: number, folder: string): Promise<string> {
  const [state, file] = [join(folder, 'terminal-state'), join(folder, 'terminal')];
  const restore = `builtin . ${quote(state)} 2>/dev/null; shopt -s expand_aliases; stty rows 24 columns 80`;
  await writeFile(file, `${restore}${'\n'.repeat(Math.max(1, line - 1))}${script}\n`, { mode: 0o600 });
  const save = `{ builtin declare -p; builtin declare -f; builtin shopt -p; builtin alias -p; } >|${quote(state)} 2>/dev/null`;
  const bash = `"$BASH" --noprofile --norc ${quote(file)}`;
  const isBsd = process.platform === 'darwin' || process.platform === 'freebsd';
  const run = isBsd ? `script -q /dev/null ${bash}` : `script -qec ${quote(`exec ${bash}`)} /dev/null`;
  const refuse = "builtin echo 'tty: no `script` command on PATH to make a terminal with' >&2; (exit 127)";
  return `if builtin command -v script >/dev/null; then ${save}; BASH="$BASH" ${run}; else ${refuse}; fi`;
}
