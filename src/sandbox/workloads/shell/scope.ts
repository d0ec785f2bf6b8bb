import type { CommandHost, CommandIo } from '../commands/command.ts';

/** What a running script sees; a subshell gets a copy of the variables. */
export type Scope = {
  readonly host: CommandHost;
  readonly io: CommandIo;
  readonly variables: Map<string, string>;
  /** Names that commands inherit. */
  readonly exported: Set<string>;
  /** `$0`, `$1`, … */
  readonly arguments: readonly string[];
  status: number;
};

export const subshell = (scope: Scope): Scope => ({
  ...scope,
  variables: new Map(scope.variables),
  exported: new Set(scope.exported),
});

/** The environment of a command that the script starts. */
export const environment = ({ variables, exported }: Scope): Record<string, string> =>
  Object.fromEntries([...variables].filter(([name]) => exported.has(name)));

/** A construct of the shell that the sandbox doesn't have. */
export class NotSimulated extends Error {
  override name = 'NotSimulated';

  constructor(what: string) {
    super(`sandbox: the shell's ${what} is not simulated`);
  }
}

/** A syntax node's type in words: `ArithmeticExpansion` is `arithmetic expansion`. */
export const inWords = (type: string): string => type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** Leaves the script, a loop, or one turn of it. */
export class Jump extends Error {
  override name = 'Jump';
  readonly to: 'exit' | 'break' | 'continue';
  readonly status: number;

  constructor(to: Jump['to'], status = 0) {
    super(to);
    this.to = to;
    this.status = status;
  }
}
