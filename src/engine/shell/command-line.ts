import { type Flag, readFlagWord } from './flag-words.ts';
import type { SimpleCommand } from './simple-commands.ts';
import { isLiteral, type ShellWord } from './words.ts';

/** A command line of a tool with verbs (kubectl, istioctl), read by the tool's own rules. */
export type CommandLine = {
  readonly command: SimpleCommand;
  /** `get`, `rollout`; undefined when there is none or it can't be told. */
  readonly verb: string | undefined;
  /** Of a verb with subcommands: `status` of `rollout`, `deployment` of `create`, `secret generic` of `create`. */
  readonly subverb: string | undefined;
  /** The words behind them that are neither flags nor their values. */
  readonly operands: readonly ShellWord[];
  /** By their long names without dashes, in order; `true` of a flag without a value. */
  readonly flags: ReadonlyMap<string, readonly (ShellWord | true)[]>;
  /** What follows `--`; undefined when there is none. */
  readonly afterDashes: readonly ShellWord[] | undefined;
  /**
   * All words were understood. If not (a flag that isn't known may take the next word; bash computes words; xargs adds
   * some), what is in here is certain, but more may follow: claim nothing from what isn't in here.
   */
  readonly certain: boolean;
};

/** Names of flags, separated by blanks: `long`, or `long/s` with its letter. The next word is the value of `values`. */
export type FlagNames = { readonly values: string; readonly switches: string };

/** The flags of a tool: those of all its commands, and those of each by its path (`create secret generic`). */
export type CommandTable = {
  readonly options: FlagNames;
  readonly commands: Readonly<Record<string, FlagNames>>;
  readonly aliases: Readonly<Record<string, string>>;
};

/** Reads the words of a command by a tool's table. */
export function readCommandLine(command: SimpleCommand, table: CommandTable): CommandLine {
  const { words } = command;
  const dashes = words.findIndex(({ value }) => value === '--');
  const own = dashes < 0 ? words : words.slice(0, dashes);
  const path: string[] = [];
  const operands: ShellWord[] = [];
  const flags = new Map<string, readonly (ShellWord | true)[]>();
  const takeFlag = (at: number, word: ShellWord): number | undefined => {
    const given = readFlagWord(word, own[at + 1], (name) => flagOf(table, path, name));
    for (const [long, value] of given?.flags ?? []) flags.set(long, [...(flags.get(long) ?? []), value]);
    return given && (given.usesNext ? 2 : 1);
  };
  const takeOperand = (word: ShellWord): number | undefined => {
    if (word.expands === 'list' || (path.length === 0 && !isLiteral(word))) return undefined;
    const name = path.length === 0 ? word.value : subcommand(table, path, operands, word);
    if (name === undefined) operands.push(word);
    else path.push(name);
    return 1;
  };
  let certain = !command.open;
  for (let at = 0; at < own.length; ) {
    const word = own[at];
    const taken = word && (/^-./.test(word.value) ? takeFlag(at, word) : takeOperand(word));
    certain &&= taken !== undefined;
    at += taken ?? own.length;
  }
  const [verb, ...subverbs] = path;
  return {
    command,
    verb,
    subverb: subverbs.length === 0 ? undefined : subverbs.join(' '),
    operands,
    flags,
    afterDashes: dashes < 0 ? undefined : words.slice(dashes + 1),
    certain,
  };
}

/** The name of the subcommand that a word is, its own rather than an alias; undefined when it is none. */
function subcommand(
  { commands, aliases }: CommandTable,
  path: readonly string[],
  operands: readonly ShellWord[],
  word: ShellWord,
): string | undefined {
  if (operands.length > 0 || !isLiteral(word)) return undefined;
  const whole = [...path, word.value].join(' ');
  const full = Object.hasOwn(aliases, whole) ? aliases[whole] : whole;
  return full !== undefined && Object.hasOwn(commands, full) ? full.split(' ').at(-1) : undefined;
}

/** What a flag means at this place: of the command, of all commands, and of subcommands that may still follow. */
function flagOf(table: CommandTable, path: readonly string[], name: string): Flag | undefined {
  const whole = path.join(' ');
  const own = path.length > 0 && Object.hasOwn(table.commands, whole) ? table.commands[whole] : undefined;
  const found = (own && find(own, name)) ?? find(table.options, name) ?? find(always, name);
  if (found) return found;
  const prefix = path.length === 0 ? '' : `${whole} `;
  const below = Object.entries(table.commands).filter(([key]) => key.startsWith(prefix) && key !== whole);
  const flags = below.flatMap(([, names]) => find(names, name) ?? []);
  const [first] = flags;
  return flags.every(({ takes, long }) => takes === first?.takes && long === first.long) ? first : undefined;
}

const always: FlagNames = { values: '', switches: 'help/h' };

function find({ values, switches }: FlagNames, name: string): Flag | undefined {
  const long = longName(values, name);
  if (long !== undefined) return { long, takes: true };
  const alone = longName(switches, name);
  return alone === undefined ? undefined : { long: alone, takes: false };
}

function longName(names: string, name: string): string | undefined {
  for (const each of names.split(' ')) {
    const [long, short] = each.split('/');
    if (long === name || short === name) return long;
  }
  return undefined;
}

/** The last value of a flag, by its long name; undefined when it isn't given or has none. */
export function flagValue({ flags }: CommandLine, name: string): ShellWord | undefined {
  const value = flags.get(name)?.at(-1);
  return value === true ? undefined : value;
}

/** Whether a flag is given, and not as `--name=false`. */
export function hasFlag({ flags }: CommandLine, name: string): boolean {
  const value = flags.get(name)?.at(-1);
  return value !== undefined && (value === true || value.value !== 'false');
}
