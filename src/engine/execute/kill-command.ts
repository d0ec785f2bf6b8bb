import type { ShellSource } from '../shell/read-script.ts';
import { type SimpleCommand, simpleCommands } from '../shell/simple-commands.ts';
import { isLiteral, type ShellWord } from '../shell/words.ts';

/** Whom a statement's `kill` is meant for, as far as its text says. */
export type KillCommand = {
  /** Job numbers: `kill %1`. */
  readonly numbers: readonly number[];
  /** Process ids: `kill 4711`. */
  readonly pids: readonly number[];
  /** Names of variables with process ids: `kill $PID`; `!` for `kill $!`. */
  readonly variables: readonly string[];
  /** It runs whenever the statement does: not one in a branch, a loop or the background. */
  readonly certain: boolean;
};

/** Signals that don't end a process. */
const harmless = /^(?:SIG)?(?:0|CONT|STOP|TSTP|USR1|USR2)$/;

/** Commands that end processes. */
const killers: ReadonlySet<string> = new Set(['kill', 'pkill', 'killall']);

/** Commands that wait for the end of jobs, so that it is no news. */
const waiters: ReadonlySet<string> = new Set(['wait', 'fg']);

/**
 * Finds out whether a statement ends processes: after it, the session waits until they are gone, so that a port is
 * free again, and takes their end for wanted. Undefined when nothing in it does.
 */
export function parseKill(source: ShellSource): KillCommand | undefined {
  const kills = commandsNow(source).filter(isKill);
  if (kills.length === 0) return undefined;
  const words = kills.flatMap((command) => (command.name === 'kill' ? targetsOf(command) : []));
  const all = (pattern: RegExp) => words.flatMap(({ value }) => pattern.exec(value)?.[1] ?? []);
  return {
    numbers: all(/^%(\d+)$/).map(Number),
    pids: all(/^-?(\d+)$/).map(Number),
    variables: all(/^-?\$\{?([A-Za-z_]\w*|!)\}?$/),
    certain: kills.every(({ name, place }) => name === 'kill' && !place.conditional && !place.background),
  };
}

/** Names of the functions that a statement defines and that end jobs, or wait for their end, when they are called. */
export function endingFunctions(
  source: ShellSource,
  known: ReadonlySet<string> = new Set(),
): readonly string[] {
  const inside = simpleCommands(source).filter((command) => isEnder(command) || isNamed(command, known));
  return [...new Set(inside.flatMap(({ place }) => place.function ?? []))];
}

/** Whether a statement asks background jobs to end, or waits for their end: itself, or by functions that are known to. */
export function asksForEnd(source: ShellSource): boolean {
  return commandsNow(source).some(isEnder);
}

/** Whether a statement calls one of some functions. */
export function callsAny(source: ShellSource, functions: ReadonlySet<string>): boolean {
  return functions.size > 0 && commandsNow(source).some((command) => isNamed(command, functions));
}

/** What runs when the statement does, and not when a function is called. */
function commandsNow(source: ShellSource): readonly SimpleCommand[] {
  return simpleCommands(source).filter(({ place }) => place.function === undefined);
}

function isNamed({ name }: SimpleCommand, names: ReadonlySet<string>): boolean {
  return name !== undefined && names.has(name);
}

function isEnder(command: SimpleCommand): boolean {
  return isKill(command) || isNamed(command, waiters);
}

/** A kill that sends a signal which ends processes; `kill -0` only asks. */
function isKill(command: SimpleCommand): boolean {
  return isNamed(command, killers) && !harmless.test(signalOf(command) ?? '') && !lists(command);
}

/** The signal that is named: `-9`, `-TERM`, `-s TERM`, `-n 9`, `--signal=TERM`. */
function signalOf({ name, words }: SimpleCommand): string | undefined {
  const [first, second] = words.map(({ value }) => value);
  if (first === undefined) return undefined;
  if (/^(?:-s|-n|--signal)$/.test(first)) return second;
  const named = /^(?:--signal=|-s|-)([A-Z\d]+\d?)$/.exec(first)?.[1];
  return name === 'kill' || /^(?:\d+|(?:SIG)?[A-Z]{3,}\d?)$/.test(named ?? '') ? named : undefined;
}

function lists({ name, words }: SimpleCommand): boolean {
  return name === 'kill' && /^-[lL]$/.test(words[0]?.value ?? '');
}

function targetsOf({ words }: SimpleCommand): readonly ShellWord[] {
  const [first] = words.map(({ value }) => value);
  const options =
    first === '-s' || first === '-n' ? 2 : first?.startsWith('-') && isLiteralAt(words, 0) ? 1 : 0;
  return words.slice(options).filter(({ value }) => value !== '--');
}

function isLiteralAt(words: readonly ShellWord[], at: number): boolean {
  const word = words[at];
  return word !== undefined && isLiteral(word);
}
