import type { SimpleCommand } from '../shell/simple-commands.ts';
import { isLiteral, type ShellWord } from '../shell/words.ts';

/** Background jobs that a statement means, as far as its text says. */
export type JobTargets = {
  /** Job numbers: `%1`. */
  readonly numbers: readonly number[];
  /** Process ids: `4711`. */
  readonly pids: readonly number[];
  /** Names of variables with process ids: `$PID`; `!` for `$!`. */
  readonly variables: readonly string[];
  /** Others may be meant, which can't be told: `pkill`, `$(jobs -p)`, `wait -n`. */
  readonly others: boolean;
};

/** Whom a statement's `kill` is meant for. `certain`: it runs whenever the statement does. */
type KillCommand = JobTargets & { readonly certain: boolean };

/** Signals that don't end a process. */
const harmless = /^(?:SIG)?(?:0|CONT|STOP|TSTP|USR1|USR2)$/;

/** Commands that end processes. */
const killers: ReadonlySet<string> = new Set(['kill', 'pkill', 'killall']);

/**
 * Finds out whether commands end processes: after them, the session waits until they are gone, so that a port is free
 * again, and takes their end for wanted. Undefined when none of them does.
 */
export function parseKill(commands: readonly SimpleCommand[]): KillCommand | undefined {
  const kills = commands.filter(isKill);
  if (kills.length === 0) return undefined;
  const certain = kills.every(({ place }) => !place.conditional && !place.background);
  return { ...targetsOf(kills), certain: certain && kills.every(({ name }) => name === 'kill') };
}

/**
 * The jobs whose end is no news beside some commands, since they ask them to end or are told how they ended. A `wait`
 * without words is told nothing, so that it asks for none.
 */
export function expectedEnds(commands: readonly SimpleCommand[]): JobTargets {
  return targetsOf(commands.filter((command) => isKill(command) || isWait(command)));
}

/** Whether a command waits for all jobs, and its status says nothing about them: `wait`. */
export function isPlainWait({ name, words, opaque }: SimpleCommand): boolean {
  return name === 'wait' && words.length === 0 && !opaque;
}

/** `wait %1`, `fg`; and `wait || true`, by which a page says that the jobs may fail. */
function isWait(command: SimpleCommand): boolean {
  if (command.name === 'fg') return true;
  return command.name === 'wait' && (!isPlainWait(command) || command.place.mayFail);
}

/** A kill that sends a signal which ends processes; `kill -0` only asks. */
function isKill(command: SimpleCommand): boolean {
  const { name, words } = command;
  if (name === undefined || !killers.has(name) || (name === 'kill' && /^-[lL]$/.test(words[0]?.value ?? '')))
    return false;
  return !harmless.test(signalOf(command) ?? '');
}

/** The signal that is named: `-9`, `-TERM`, `-s TERM`, `-n 9`, `--signal=TERM`. */
function signalOf({ name, words }: SimpleCommand): string | undefined {
  const [first, second] = words.map(({ value }) => value);
  if (first === undefined) return undefined;
  if (/^(?:-s|-n|--signal)$/.test(first)) return second;
  const named = /^(?:--signal=|-s|-)([A-Z\d]+)$/.exec(first)?.[1];
  return name === 'kill' || /^(?:\d+|(?:SIG)?[A-Z]{3,}\d?)$/.test(named ?? '') ? named : undefined;
}

function targetsOf(commands: readonly SimpleCommand[]): JobTargets {
  const words = commands.flatMap(operandsOf);
  const all = (pattern: RegExp) => words.flatMap(({ value }) => pattern.exec(value)?.[1] ?? []);
  const [numbers, pids, variables] = [/^%(\d+)$/, /^-?(\d+)$/, /^-?\$\{?([A-Za-z_]\w*|!)\}?$/].map(all);
  const known = (numbers?.length ?? 0) + (pids?.length ?? 0) + (variables?.length ?? 0);
  const vague = commands.some(
    (command) => !/^(?:kill|wait)$/.test(command.name ?? '') || operandsOf(command).length === 0,
  );
  return {
    numbers: numbers?.map(Number) ?? [],
    pids: pids?.map(Number) ?? [],
    variables: variables ?? [],
    others: vague || known < words.length,
  };
}

/** The words of `kill` and `wait` that name processes. */
function operandsOf({ name, words }: SimpleCommand): readonly ShellWord[] {
  if (name !== 'kill' && name !== 'wait') return [];
  const [first] = words;
  const takesNext = name === 'kill' && /^-[sn]$/.test(first?.value ?? '');
  const options = takesNext ? 2 : first && isLiteral(first) && first.value.startsWith('-') ? 1 : 0;
  return words.slice(options).filter(({ value }) => value !== '--');
}
