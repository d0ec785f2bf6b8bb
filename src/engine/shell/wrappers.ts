import { isLiteral, type ShellWord } from './words.ts';

/** How a command that runs another one reads its own words: letters and long names, separated by blanks. */
type Rule = {
  /** Options whose value is the next word, or the rest of theirs. */
  readonly values?: string;
  /** Options that stand alone. */
  readonly switches?: string;
  /** With one of these it runs nothing. */
  readonly idle?: string;
  /** How many words stand between its options and the command. */
  readonly operands?: number;
  /** `NAME=value` may stand in front of the command. */
  readonly assigns?: boolean;
  /** It adds words of its own at the end of the command. */
  readonly adds?: boolean;
  /** A command that is one word is text for a shell. */
  readonly shell?: boolean;
};

/** @see the manual of each: sudo(8), env(1), bash(1) for builtins, xargs(1), timeout(1), watch(1) … */
const rules: Readonly<Record<string, Rule>> = {
  builtin: {},
  caffeinate: { values: 't w', switches: 'd i m s u' },
  chronic: { switches: 'e v' },
  command: { switches: 'p', idle: 'v V' },
  doas: { values: 'u C', switches: 'n', idle: 's L' },
  env: {
    values: 'u C unset chdir',
    switches: 'i v 0 ignore-environment null debug',
    idle: 'S split-string',
    assigns: true,
  },
  exec: { values: 'a', switches: 'c l' },
  gtimeout: {
    values: 'k s kill-after signal',
    switches: 'v foreground preserve-status verbose',
    operands: 1,
  },
  ionice: { values: 'c n class classdata', switches: 't ignore', idle: 'p P u pid pgid uid' },
  nice: { values: 'n adjustment' },
  nohup: {},
  setsid: { switches: 'c f w ctty fork wait' },
  stdbuf: { values: 'i o e input output error' },
  sudo: {
    values:
      'C D g h p R r T t U u chdir chroot close-from command-timeout group host other-user prompt role type user',
    switches:
      'A B b E H k n P S askpass background bell non-interactive preserve-env preserve-groups set-home stdin',
    idle: 'e edit i l list login s shell v validate K V',
    assigns: true,
  },
  time: { values: 'f o format output', switches: 'a p v append portability quiet verbose' },
  timeout: {
    values: 'k s kill-after signal',
    switches: 'f p v foreground preserve-status verbose',
    operands: 1,
  },
  unbuffer: { switches: 'p' },
  watch: {
    values: 'n q interval equexit',
    switches:
      'b c C d e g p r t w x beep color differences errexit chgexit exec no-linenum no-rerun no-title precise no-wrap',
    shell: true,
  },
  xargs: {
    values: 'a d E I J L n P R S s arg-file delimiter eof max-args max-chars max-lines max-procs replace',
    switches: '0 o p r t x exit interactive no-run-if-empty null open-tty show-limits verbose',
    adds: true,
  },
};

/** Shells that read the text behind `-c`. */
const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh', 'ash']);

/** A command that runs another, with the words that are its own. */
export type Wrapper = { readonly name: string; readonly words: readonly ShellWord[] };

/** What the words of a simple command run in the end. */
type Wrapped = {
  /** The words of the innermost command. */
  readonly command: readonly ShellWord[];
  readonly wrappers: readonly Wrapper[];
  /** A wrapper adds words at the end. */
  readonly open: boolean;
  /** It runs a command that can't be told. */
  readonly opaque: boolean;
  /** The command is shell text in a word. */
  readonly script: Script | undefined;
};

type Script = { readonly word: ShellWord; readonly subshell: boolean };

/** What the first of some words runs: the words from `at` on, text, nothing, or something that can't be told. */
type Run =
  | { readonly kind: 'command'; readonly at: number; readonly adds: boolean }
  | { readonly kind: 'script'; readonly at: number; readonly subshell: boolean }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown' };

/** Looks through commands that run another one, as far as that is certain. */
export function readWrapped(words: readonly ShellWord[]): Wrapped {
  const wrappers: Wrapper[] = [];
  let command = words;
  let open = false;
  for (;;) {
    const name = nameOf(command[0]) ?? '';
    const run = runBy(name, command);
    if (run.kind === 'nothing' || run.kind === 'unknown') {
      return { command, wrappers, open, opaque: run.kind === 'unknown', script: undefined };
    }
    wrappers.push({ name, words: command.slice(1, run.at) });
    command = command.slice(run.at);
    const [word] = command;
    if (run.kind === 'script' && word !== undefined) {
      return { command, wrappers, open, opaque: false, script: { word, subshell: run.subshell } };
    }
    open ||= run.kind === 'command' && run.adds;
  }
}

function nameOf(word: ShellWord | undefined): string | undefined {
  return word && isLiteral(word) ? word.value.replace(/^.*\//, '') : undefined;
}

function runBy(name: string, words: readonly ShellWord[]): Run {
  if (name === 'eval')
    return words.length === 1 ? { kind: 'nothing' } : textAt(words, 1, words.length === 2, false);
  if (shells.has(name)) return runByShell(words);
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (rule === undefined) return { kind: 'nothing' };
  const at = commandStart(words, rule);
  if (typeof at === 'string') return { kind: at };
  if (at >= words.length) return { kind: 'nothing' };
  if (rule.shell && at === words.length - 1) return textAt(words, at, true, true);
  return { kind: 'command', at, adds: rule.adds === true };
}

/** The text behind `-c`; the words of a shell without one are a file that it reads. */
function runByShell(words: readonly ShellWord[]): Run {
  const at = words.findIndex(
    ({ value }, index) => index > 0 && (!/^[-+]/.test(value) || /^-\w*c\w*$/.test(value)),
  );
  return /^-\w*c/.test(words[at]?.value ?? '') ? textAt(words, at + 1, true, true) : { kind: 'nothing' };
}

function textAt(words: readonly ShellWord[], at: number, alone: boolean, subshell: boolean): Run {
  const word = words[at];
  return alone && word && isLiteral(word) ? { kind: 'script', at, subshell } : { kind: 'unknown' };
}

/** Where the command of a wrapper begins; `nothing` when it runs none, `unknown` when its options aren't known. */
function commandStart(words: readonly ShellWord[], rule: Rule): number | 'nothing' | 'unknown' {
  const values = namesIn(rule.values);
  const known = new Set([...values, ...namesIn(rule.switches)]);
  const idle = namesIn(rule.idle);
  let at = 1;
  for (; isOption(words[at]); at += 1) {
    const { names, takesNext } = readOption(words[at]?.value ?? '', values);
    if (names.some((name) => idle.has(name))) return 'nothing';
    if (!names.every((name) => known.has(name) || /^\d+$/.test(name))) return 'unknown';
    if (takesNext) at += 1;
  }
  if (words[at]?.value === '--') at += 1;
  while (rule.assigns && /^[A-Za-z_]\w*=/.test(words[at]?.value ?? '')) at += 1;
  return at + (rule.operands ?? 0);
}

function namesIn(names: string | undefined): ReadonlySet<string> {
  return new Set(names?.split(' '));
}

function isOption(word: ShellWord | undefined): boolean {
  return word !== undefined && isLiteral(word) && /^-./.test(word.value) && word.value !== '--';
}

/** `--name`, `--name=value`, `-abc`, `-n5`, `-5`: the names in it, and whether the next word is the value of the last. */
function readOption(
  word: string,
  values: ReadonlySet<string>,
): { names: readonly string[]; takesNext: boolean } {
  const long = /^--([\w-]+)(=)?/.exec(word);
  if (long) {
    const [, name = '', attached] = long;
    return { names: [name], takesNext: attached === undefined && values.has(name) };
  }
  const letters = word.slice(1);
  if (/^\d+$/.test(letters)) return { names: [letters], takesNext: false };
  const valued = [...letters].findIndex((letter) => values.has(letter));
  if (valued < 0) return { names: [...letters], takesNext: false };
  return { names: [...letters.slice(0, valued + 1)], takesNext: valued === letters.length - 1 };
}
