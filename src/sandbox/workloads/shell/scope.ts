import type { CommandHost, CommandIo } from '../commands/command.ts';
import type { FunctionBody } from './functions.ts';

/** A variable's value: a text, or an array by index or key. */
export type Value = string | ReadonlyMap<string, string>;

export type Job = { readonly pid: number; readonly done: Promise<number>; readonly stop: AbortController };

/** All that a running script changes; a subshell gets a copy. */
type ShellState = {
  /** How it was called: `bash` knows more, and says things its own way. */
  readonly name: string;
  readonly variables: Map<string, Value>;
  /** Names that commands inherit. */
  readonly exported: Set<string>;
  readonly readonly: Set<string>;
  readonly functions: Map<string, FunctionBody>;
  /** `$0`, `$1`, … */
  arguments: readonly string[];
  status: number;
  cwd: string;
  /** `e`, `u`, `x`, `f` and `pipefail`. */
  readonly options: Set<string>;
  /** Scripts by signal or `EXIT`. */
  readonly traps: Map<string, string>;
  /** What variables were before each function that runs now made them its own. */
  readonly locals: Map<string, Value | undefined>[];
  readonly jobs: Job[];
  /** Turns of loops and commands so far, of which there may be so many. */
  steps: number;
  /** A trap that has begun to run doesn't interrupt itself. */
  trapping: boolean;
};

/** Where a command runs. `tested`: somebody looks at its status, so that `set -e` does not end the script. */
export type Scope = {
  readonly host: CommandHost;
  readonly io: CommandIo;
  readonly shell: ShellState;
  readonly tested: boolean;
};

export const subshell = (scope: Scope): Scope => ({
  ...scope,
  shell: {
    ...scope.shell,
    variables: new Map(scope.shell.variables),
    exported: new Set(scope.shell.exported),
    readonly: new Set(scope.shell.readonly),
    functions: new Map(scope.shell.functions),
    options: new Set(scope.shell.options),
    traps: new Map(),
    locals: [],
    jobs: [],
  },
});

/** The text of a variable; of an array its first element. */
export function textOf(value: Value | undefined): string | undefined {
  return typeof value === 'object' ? value.get('0') : value;
}

/** Sets a variable. @throws ShellError when it is read-only */
export function assign({ shell }: Scope, name: string, value: Value): void {
  if (shell.readonly.has(name)) throw new ShellError(`${name}: is read only`, 2);
  shell.variables.set(name, value);
  if (shell.options.has('a')) shell.exported.add(name);
}

/** The environment of a command that the script starts. */
export const environment = ({ shell: { variables, exported, cwd } }: Scope): Record<string, string> => ({
  ...Object.fromEntries(
    [...variables].flatMap(([name, value]) =>
      exported.has(name) && typeof value === 'string' ? [[name, value]] : [],
    ),
  ),
  PWD: cwd,
});

/** A construct of the shell that the sandbox doesn't have. */
export class NotSimulated extends Error {
  override name = 'NotSimulated';

  constructor(what: string) {
    super(`sandbox: the shell's ${what} is not simulated`);
  }
}

/** Ends the script with a message, as a shell ends one that it can't go on with. */
export class ShellError extends Error {
  override name = 'ShellError';
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** A syntax node's type in words: `ProcessSubstitution` is `process substitution`. */
export const inWords = (type: string): string => type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** Leaves the script, a function, `depth` loops, or one turn of these. */
export class Jump extends Error {
  override name = 'Jump';
  readonly to: 'exit' | 'return' | 'break' | 'continue';
  readonly status: number;
  readonly depth: number;

  constructor(to: Jump['to'], status = 0, depth = 1) {
    super(to);
    this.to = to;
    this.status = status;
    this.depth = depth;
  }
}

/** How many commands one script may run: more is a loop that never waits. */
const mostSteps = 5_000_000;

/** Counts a step. @throws ShellError beyond the limit */
export function countStep({ shell }: Scope): void {
  shell.steps += 1;
  if (shell.steps > mostSteps) throw new ShellError('sandbox: the script runs too many commands', 2);
}
