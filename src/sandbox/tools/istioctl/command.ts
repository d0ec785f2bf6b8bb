import type { World } from '../../world.ts';
import type { ApiClient, ToolIo } from '../tool.ts';
import type { Flags } from './flags.ts';

/** How a flag's value is read, and the word for it in help. */
export type FlagType = 'string' | 'stringArray' | 'bool' | 'int' | 'uint' | 'duration' | 'Level';

export type FlagSpec = {
  readonly name: string;
  readonly letter?: string;
  readonly type: FlagType;
  /** As help shows it; an empty text, `false` and `0` are not shown. */
  readonly default?: string;
  readonly help: string;
  /** The real command has it, and here it is refused by name when it is given. */
  readonly refused?: true;
};

/** A node of the command tree; one with neither `run` nor `commands` is refused by name. */
export type Command = {
  /** Its name and its aliases. */
  readonly names: readonly [string, ...string[]];
  /** What follows the name in its usage line. */
  readonly operands?: string;
  /** One line for help. */
  readonly about: string;
  readonly flags?: readonly FlagSpec[];
  /** Flags of its commands as well. */
  readonly passedOn?: readonly FlagSpec[];
  readonly commands?: readonly Command[];
  /** What is wrong with its operands, before anything else is looked at. */
  readonly check?: (flags: Flags) => string | undefined;
  readonly run?: (call: Call) => Promise<number> | number;
};

/** One call of a command that is simulated. */
export type Call = {
  readonly flags: Flags;
  readonly io: ToolIo;
  /** The cluster of a context; of the flags' own without one. @throws ContextError */
  readonly world: (context?: string) => World;
  /** The API server of the flags' context, asked as whoever calls. @throws ContextError */
  readonly api: () => ApiClient;
  /** `--namespace`, else the context's, else `default`. */
  readonly namespace: () => string;
};

/** A command line that istioctl refuses; the message follows `Error: `. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Something that istioctl can't do; the message follows `Error: `, and the exit code is 1. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** What the real istioctl has and the sandbox hasn't. */
export const notSimulated = (what: string): CommandError =>
  new CommandError(`sandbox: ${what} is not simulated`);
