/** Whom a statement's `kill` is meant for, as far as its text says. */
export type KillCommand = {
  /** Job numbers: `kill %1`. */
  readonly numbers: readonly number[];
  /** Process ids: `kill 4711`. */
  readonly pids: readonly number[];
  /** Names of variables with process ids: `kill $PID`; `!` for `kill $!`. */
  readonly variables: readonly string[];
  /** The statement is a `kill` and nothing else: not one in a condition, a trap or a function. */
  readonly certain: boolean;
};

/** Signals that don't end a process. */
const harmless = /^-(0|l|L|s\s*0|CONT|STOP|TSTP|USR1|USR2|SIGCONT|SIGSTOP|SIGTSTP|SIGUSR1|SIGUSR2)$/;

/**
 * Finds out whether a statement ends processes: after it, the session waits until they are gone, so that a port is
 * free again, and takes their end for wanted. Undefined when nothing in it does.
 */
export function parseKill(script: string): KillCommand | undefined {
  const [, words] = /(?:^|[\s;&|({])(?:kill|pkill|killall)\s+([^;&|\n]*)/.exec(script) ?? [];
  if (words === undefined) return undefined;
  const list = words.replaceAll(/["']/g, '').trim().split(/\s+/);
  if (list.some((word) => harmless.test(word))) return undefined;
  const all = (pattern: RegExp) => list.flatMap((word) => pattern.exec(word)?.[1] ?? []);
  return {
    numbers: all(/^%(\d+)$/).map(Number),
    pids: all(/^(\d+)$/).map(Number),
    variables: all(/^\$\{?([A-Za-z_]\w*|!)\}?$/),
    certain: /^\s*kill\s/.test(script),
  };
}

/** Names of the functions that a statement defines, if one of them may end jobs: `stop() { kill $PID; }`. */
export function endingFunctions(script: string): readonly string[] {
  if (!asksForEnd(script)) return [];
  return [...script.matchAll(/([\w.-]+)\s*\(\)|\bfunction\s+([\w.-]+)/g)].map(([, a, b]) => a ?? b ?? '');
}

/** Whether a statement asks background jobs to end, or waits for their end. */
export function asksForEnd(script: string): boolean {
  return /(^|[\s;&|({])(kill|pkill|killall|wait|fg)([\s;&|)}]|$)/.test(script);
}
