import type { Argument, Command, Option } from 'commander';
import { visibleText } from '../../engine/diagnostics/printable.ts';
import type { Io } from '../io.ts';
import type { Candidate } from './candidate.ts';
import { valuesOf } from './values.ts';

/** Where completion happens: what files and contexts there are. */
type World = Pick<Io, 'cwd' | 'env'>;

/**
 * What may stand where the cursor is. `words` are those behind the program's name as they were typed, the last one up
 * to the cursor, empty behind a blank. All comes from the program's own commands and options.
 */
export async function complete(
  program: Command,
  words: readonly string[],
  world: World,
): Promise<readonly Candidate[]> {
  const typed = words.map(unquoted);
  const current = typed.at(-1) ?? '';
  const [name, ...before] = typed.slice(0, -1);
  const candidates = await (name === undefined
    ? start(program, current)
    : ofCommand(program, name, { before, current, world }));
  const fitting = candidates.filter(({ value }) => value.startsWith(current) && value !== '');
  return [...new Map(fitting.map((candidate) => [candidate.value, candidate])).values()];
}

function start(program: Command, current: string): readonly Candidate[] {
  return current.startsWith('-') ? optionsOf(program, []) : commandsOf(program);
}

function commandsOf(program: Command): readonly Candidate[] {
  const commands = program.createHelp().visibleCommands(program);
  return commands.map((command) => ({
    value: command.name(),
    description: command.summary() || command.description(),
  }));
}

type Typed = { readonly before: readonly string[]; readonly current: string; readonly world: World };

async function ofCommand(program: Command, name: string, typed: Typed): Promise<readonly Candidate[]> {
  if (name === 'help') return typed.before.length === 0 ? commandsOf(program) : [];
  const command = program.commands.find((each) => each.name() === name);
  if (command === undefined) return [];
  const { before, current, world } = typed;
  const read = readWords(command, before);
  const values = (of: Argument | Option, text: string) => valuesOf(of, text, { ...world, command, read });
  if (read.pending !== undefined && !(read.pending.variadic && current.startsWith('-')))
    return values(read.pending, current);
  const [, flag = '', value] = /^(--[^=]+)=(.*)$/s.exec(current) ?? [];
  if (!read.ended && value !== undefined) {
    const option = optionCalled(command, flag);
    const found = option?.required || option?.optional ? await values(option, value) : [];
    return found.map((candidate) => ({ ...candidate, value: `${flag}=${candidate.value}` }));
  }
  if (!read.ended && current.startsWith('-')) return optionsOf(command, read.given);
  const argument = argumentAt(command, read.operands.length);
  return argument === undefined ? [] : values(argument, current);
}

/** What the words before the cursor are; `pending` is an option whose value comes next. */
export type ReadWords = {
  readonly operands: readonly string[];
  readonly given: readonly Option[];
  readonly pending?: Option;
  /** Behind `--`, where no word is an option. */
  readonly ended: boolean;
};

function readWords(command: Command, words: readonly string[]): ReadWords {
  const operands: string[] = [];
  const given: Option[] = [];
  let pending: Option | undefined;
  for (const [index, word] of words.entries()) {
    if (word === '--' && pending === undefined)
      return { operands: [...operands, ...words.slice(index + 1)], given, ended: true };
    const option = word.startsWith('-') ? optionCalled(command, word.replace(/=.*$/s, '')) : undefined;
    if (option !== undefined && (pending === undefined || pending.variadic)) {
      given.push(option);
      pending = option.required && !word.includes('=') ? option : undefined;
    } else if (pending === undefined) operands.push(word);
    else if (!pending.variadic) pending = undefined;
  }
  return { operands, given, ended: false, ...(pending === undefined ? {} : { pending }) };
}

function optionCalled(command: Command, flag: string): Option | undefined {
  return command.options.find(({ long, short }) => long === flag || short === flag);
}

function argumentAt(command: Command, index: number): Argument | undefined {
  const { registeredArguments } = command;
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic ? last : undefined);
}

/** Options that may still be given: those that were not yet, or may be given again. */
function optionsOf(command: Command, given: readonly Option[]): readonly Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => !given.includes(option) || option.variadic || isRepeatable(option))
    .flatMap(({ long, description }) => (long ? [{ value: long, description }] : []));
}

function isRepeatable({ description }: Option): boolean {
  return description.includes('(repeatable)');
}

/** Lines for a shell's script: a value, a tab, and what it stands for. */
export function candidateLines(candidates: readonly Candidate[]): string {
  return candidates
    .filter(({ value }) => visibleText(value) === value && !value.includes('\n'))
    .map(({ value, description = '' }) => `${value}\t${visibleText(description.replace(/\s+/g, ' '))}\n`)
    .join('');
}

/** A word of a shell as the program would get it; a quote may still be open. Nothing is expanded. */
export function unquoted(word: string): string {
  return word.replace(
    /'([^']*)(?:'|$)|"((?:[^"\\]|\\.)*)(?:"|$)|\\(.?)/gs,
    (_, single?: string, double?: string, escaped?: string) =>
      single ?? double?.replace(/\\(["$\\`])/g, '$1') ?? escaped ?? '',
  );
}
