import { join } from 'node:path';
import type { TerminalSize } from '../model/terminal.ts';
import { quote } from '../shell/quote.ts';

/** The files that pass between a session and a copy of its shell in a terminal. `device` holds the terminal's path. */
type TerminalFiles = ReturnType<typeof terminalFiles>;

/** `folder` is the session's private one. */
export function terminalFiles(folder: string) {
  const file = (name: string): string => join(folder, `terminal-${name}`);
  return {
    before: file('before'),
    options: file('options'),
    script: file('script'),
    device: file('device'),
    after: file('after'),
    unread: file('unread'),
  } as const;
}

/** What a shell is and how large its terminal is: no state of the page. `IFS` is written by itself. */
const notState =
  '_ BASHOPTS BASHPID COLUMNS DIRSTACK EUID FUNCNAME GROUPS IFS LINENO LINES PIPESTATUS PPID SHELLOPTS SHLVL UID';

/** The session's own options: how it gives jobs their groups, and how it learns of failures. */
const sessionsOptions = '*monitor|*errtrace|*functrace|*history|*emacs|*vi';

/** Prints options, one a line, without the session's own. `set +o` is the builtin that prints them. */
const printOptions = (source: string): string =>
  `${source} | while IFS= builtin read -r __rb_l; do case $__rb_l in ${sessionsOptions}) ;; *) builtin printf "%s\\n" "$__rb_l";; esac; done`;

/** Functions stand behind the options of patterns, which may be how they are written. */
const printRest = [
  'builtin printf "builtin cd -- %q\\n" "$PWD"',
  'builtin printf "OLDPWD=%q\\n" "${OLDPWD-}"',
  'builtin shopt -p',
  'builtin declare -f',
  'builtin alias -p',
].join('; ');

/** Text for the session that keeps its state for the copy. */
export function saveText({ before, options }: TerminalFiles): string {
  const state = `{ builtin declare -p; ${printRest}; } >|${quote(before)} 2>/dev/null`;
  return `${state}; { ${printOptions('builtin set +o')}; } >|${quote(options)} 2>/dev/null`;
}

/** First line of the copy: takes over the state, and sees to it that its own is kept when it ends. */
export function beginText(files: TerminalFiles, { columns, rows }: TerminalSize): string {
  return [
    'set --',
    `builtin . ${quote(files.before)} 2>/dev/null`,
    'builtin trap - ERR',
    'builtin shopt -s expand_aliases',
    'unset -f $(compgen -A function __rb_) 2>/dev/null',
    'unset "${!__rb_@}"',
    '__rb_names=$(compgen -v)',
    `tty >|${quote(files.device)}`,
    `stty rows ${rows} columns ${columns}`,
    `__rb_keep() { ${keepText(files)}; }`,
    'builtin trap __rb_keep EXIT',
    // The last: `set -e` must not meet our own commands.
    `builtin . ${quote(files.options)}; `,
  ].join('; ');
}

/** What the copy does at its end: keeps the lines that were typed and not read, and its state. */
function keepText({ after, unread }: TerminalFiles): string {
  const isOther = (name: string) => `case " ${notState} " in *" ${name} "*) ;; *)`;
  const gone = `for __rb_n in $__rb_names; do ${isOther('$__rb_n')} builtin declare -p "$__rb_n" >/dev/null 2>&1 || builtin echo "unset -v $__rb_n";; esac; done`;
  const variables = `for __rb_n in $(compgen -v); do case $__rb_n in __rb_*) ;; *) ${isOther('$__rb_n')} builtin declare -p "$__rb_n";; esac;; esac; done`;
  const errexit = 'case $__rb_f in *e*) builtin echo "set -e";; esac';
  return [
    // A substitution has no `set -e`.
    '__rb_f=$- __rb_o=$(builtin set +o)',
    'builtin set +eux',
    // What is there is read, and nothing is waited for.
    `{ stty -icanon -echo min 0 time 0 && cat >|${quote(unread)}; } 2>/dev/null`,
    "__rb_i=$IFS; IFS=$' \\t\\n'",
    `{ ${gone}; ${variables}; builtin printf "IFS=%q\\n" "$__rb_i"`,
    `unset -f __rb_keep; ${printRest}; ${printOptions('builtin printf "%s\\n" "$__rb_o"')}; ${errexit}; } 2>/dev/null >|${quote(after)}`,
  ].join('; ');
}
