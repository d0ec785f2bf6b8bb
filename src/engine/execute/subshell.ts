import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quote } from '../shell/quote.ts';

/** Keeps a shell's state in a folder, for an interactive shell to begin with. @returns The path of its start-up file. */
export async function writeSubshell(
  folder: string,
  ask: (text: string) => Promise<unknown>,
): Promise<string> {
  const [state, startUp] = [join(folder, 'subshell-state'), join(folder, 'subshell-start')];
  await ask(stateText(state));
  await writeFile(startUp, startUpText(state), { mode: 0o600 });
  return startUp;
}

/**
 * Text for the shell that writes its state into a file: folder, variables, what patterns mean (functions may have been
 * written by that), functions, aliases. Options such as `set -e` are left out: they would end an interactive shell.
 */
function stateText(file: string): string {
  return [
    '{ builtin printf "cd %q\\n" "$PWD"; builtin declare -p',
    'builtin shopt -p extglob globstar nullglob dotglob failglob nocaseglob nocasematch',
    `builtin declare -f; builtin alias -p; } >|${quote(file)} 2>/dev/null`,
  ].join('; ');
}

/** Start-up file of an interactive shell that takes over a state. bash's own variables can't be set, hence the silence. */
function startUpText(stateFile: string): string {
  return [
    `. ${quote(stateFile)} 2>/dev/null`,
    'while IFS= read -r __rb_n; do unset -f "$__rb_n"; done < <(compgen -A function __rb_)',
    'unset "${!__rb_@}"',
    // What is typed may be secret, and is no part of a person's own history.
    'unset HISTFILE PROMPT_COMMAND',
    "PS1='(runbook) \\w \\$ '",
    '',
  ].join('\n');
}
