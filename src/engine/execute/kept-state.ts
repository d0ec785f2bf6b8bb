import type { KeptState, RestoredState } from '../model/session.ts';
import { quote } from '../shell/quote.ts';
import { namesText, parseEntries, parseNames } from './variables.ts';

/** Variables that bash keeps by itself, or that are of one shell alone: another one has its own. */
const ofTheShell =
  /^(?:_|BASH\w*|COLUMNS|COMP_\w+|COPROC|DIRSTACK|EPOCH\w+|EUID|FUNCNAME|GROUPS|HIST\w+|HOSTTYPE|LINENO|LINES|MACHTYPE|OLDPWD|OPTIND|OSTYPE|PIPESTATUS|PPID|PWD|RANDOM|RUNBOOK_(?:STEP|TAG)|SECONDS|SHELLOPTS|SHLVL|SRANDOM|UID|__rb_\w*)$/;

/** Asks a shell: what a text prints, or what it complains of. */
type Ask = (text: string) => Promise<string>;

/** The state of a shell. `entered`: it is in the folder of a block, and will be back where it was before. */
export async function keptState(ask: Ask, entered: boolean): Promise<KeptState> {
  const names = parseNames(await ask(namesText));
  return parseKept(await ask(keptText(names, entered)));
}

/** Gives a shell a state. @returns What bash says of what it can't take; of a folder that is gone nothing is taken. */
export async function restoreState(complaint: Ask, state: RestoredState): Promise<string> {
  const entered = await complaint(`builtin cd -- ${quote(state.folder)}`);
  return entered === '' ? complaint(restoringText(state)) : entered;
}

/** Names of variables and functions that are worth keeping. */
function keptNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => !ofTheShell.test(name));
}

/**
 * Text for the shell that prints its state, a letter and what it is of for each entry between NULs: `v` the command that
 * sets a variable, `w` one of its values, `f` a function, `s` a setting, `p` a positional parameter, `b` a process, `d` the
 * folder.
 */
function keptText(
  names: { readonly variables: readonly string[]; readonly functions: readonly string[] },
  entered: boolean,
): string {
  const words = (all: readonly string[]): string => keptNames(all).map(quote).join(' ');
  const entry = (letter: string, print: string): string =>
    `builtin printf '\\0%s' ${letter}; ${print}; builtin printf '\\0'`;
  const values =
    'case ${!__rb_v+x} in x*) for __rb_w in "${!__rb_v}"; do builtin printf "\\0w%s=%s\\0" "$__rb_n" "$__rb_w"; done;; esac';
  const folder = entered ? '$__rb_home' : '$PWD';
  return [
    `for __rb_n in ${words(names.variables)}; do ${entry('v"$__rb_n="', 'builtin declare -p "$__rb_n" 2>/dev/null')}; __rb_v="$__rb_n[@]"; ${values}; done`,
    `for __rb_n in ${words(names.functions)}; do ${entry('f"$__rb_n="', 'builtin declare -f "$__rb_n"')}; done`,
    'for __rb_w in "$@"; do builtin printf "\\0p%s\\0" "$__rb_w"; done',
    'builtin printf "\\0b%s\\0" "$$" "${!-}"',
    ...['set +o', 'shopt -p', 'alias -p', 'umask -p'].map((print) => entry('s', `builtin ${print}`)),
    `builtin printf '\\0d%s\\0' "${folder}"`,
    '__rb_w= __rb_v=',
  ].join('\n');
}

/** Reads what `keptText` printed. */
function parseKept(text: string): KeptState {
  const variables: Record<string, string> = {};
  const values: Record<string, string[]> = {};
  const functions: Record<string, string> = {};
  const settings: string[] = [];
  const parameters: string[] = [];
  const processes: string[] = [];
  let folder = '';
  for (const entry of parseEntries(text)) {
    const [letter, rest] = [entry.slice(0, 1), entry.slice(1)];
    const at = rest.indexOf('=');
    const [name, value] = [rest.slice(0, at), rest.slice(at + 1)];
    if (letter === 'v' && value !== '') variables[name] = value.trimEnd();
    if (letter === 'w') values[name] = [...(values[name] ?? []), value];
    if (letter === 'f') functions[name] = value.trimEnd();
    if (letter === 's') settings.push(...commandsOf(rest));
    if (letter === 'p') parameters.push(rest);
    if (letter === 'b' && rest !== '') processes.push(rest);
    if (letter === 'd') folder = rest;
  }
  return { folder, variables, values, functions, settings, parameters, processes };
}

/** Commands one a line, but those whose quoted words go over lines. */
function commandsOf(text: string): readonly string[] {
  return text
    .split(/\n(?=(?:set|shopt|alias|umask) )/)
    .map((line) => line.trim())
    .filter(Boolean);
}

/**
 * Text that gives a shell a state, but for the folder. Patterns come first, since functions are read by them; aliases and
 * what `set` turns on come last, since functions were written down without them.
 */
function restoringText(state: RestoredState): string {
  const patterns = state.settings.filter((line) => line.startsWith('shopt '));
  return [
    ...patterns,
    ...Object.values(state.functions),
    ...Object.values(state.variables),
    ...(state.parameters.length === 0 ? [] : [`builtin set -- ${state.parameters.map(quote).join(' ')}`]),
    ...state.settings.filter((line) => !patterns.includes(line)),
  ].join('\n');
}
