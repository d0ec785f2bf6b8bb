import type { Subshell } from './control.ts';
import type { Output, StreamOutput } from './output.ts';
import type { ShellAction } from './runbook.ts';
import type { TerminalUser } from './terminal.ts';

/** What a session prints while a statement runs. `late` output came from a background job after its statement ended. */
export type SessionChunk = {
  readonly statement: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  readonly late: boolean;
};

export type SessionRequest = {
  readonly statement: string;
  readonly action: ShellAction;
  readonly timeoutMs: number;
  /** Line of the document on which the script starts, to turn bash's `line N` into the document's. */
  readonly line: number;
  /** Id of the statement's block, which enters its `dir` once. */
  readonly block?: string;
  /** Working directory, relative to the session's `cwd`. */
  readonly dir?: string;
  /** It runs in a terminal, at which this user sits. */
  readonly tty?: TerminalUser;
  /** Not the document's: the next statement sees neither its `$?` nor its PIPESTATUS. */
  readonly hidden?: boolean;
  /** Its streams are judged: of a long one the whole is kept until `forget`. */
  readonly judged?: boolean;
  readonly signal: AbortSignal;
};

/**
 * The whole of a stream of which the output holds only both ends. `pieces` are whole lines; a line without an end is
 * cut after about a MiB. Not `complete`: it was too long to be kept even on disk.
 */
export type WholeStream = { readonly complete: boolean; pieces(): Iterable<string> };

export type SessionNames = { readonly variables: readonly string[]; readonly functions: readonly string[] };

/** A background job that ended although nothing asked it to. */
export type JobEnd = { readonly statement: string; readonly output: Output };

/** What a shell has that another one can be given. Commands are bash's own; `values`: what each variable holds. */
export type KeptState = {
  readonly folder: string;
  /** The command that sets it, by the variable's name. */
  readonly variables: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly functions: Readonly<Record<string, string>>;
  /** Commands that set options, aliases and the mask of files. */
  readonly settings: readonly string[];
  readonly parameters: readonly string[];
  /** Numbers of processes that end with the shell: itself, and the last one in the background. */
  readonly processes: readonly string[];
};

/** The part of a kept state that a shell is given. */
export type RestoredState = Omit<KeptState, 'values' | 'processes'>;

/** The one shell in which a runbook's statements run: state carries over from one to the next. */
export type Session = {
  run(request: SessionRequest): Promise<Output>;
  /** Values of variables in the session now; absent keys are unset. */
  variables(names: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /** Values of variables, of an array all. */
  values(names: readonly string[]): Promise<readonly string[]>;
  /** Names of all variables and functions in the session now. */
  names(): Promise<SessionNames>;
  /** The whole of a stream of a judged statement, if its output leaves something out. */
  whole(stream: StreamOutput): WholeStream | undefined;
  /** Gives up what is kept for judging. */
  forget(output: Output): void;
  /** The session's state as it is now. */
  kept(): Promise<KeptState>;
  /** Takes over a state. @returns What bash says of what it can't take; empty when all is well. */
  restore(state: RestoredState): Promise<string>;
  /** Keeps the session's state in a file, for an interactive shell to begin with. */
  subshell(): Promise<Subshell>;
  /** Background jobs that died by themselves since the last call, with all they printed. */
  endedJobs(): readonly JobEnd[];
  /** Ends the background jobs that these statements started: no death that is to be reported. */
  endJobsOf(statements: readonly string[]): Promise<void>;
  /**
   * Runs the document's EXIT trap, as bash does when it ends: what it prints belongs to the statement that set it, and
   * its exit code is 0 unless it says `exit`. Undefined when there is none.
   */
  exitTrap(): Promise<JobEnd | undefined>;
  /** Ends every process of the session and removes its files. Safe to call twice. */
  close(): Promise<void>;
};

export type SessionOptions = {
  readonly cwd: string;
  /** The shell's whole environment: nothing else is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly shell?: string;
  readonly onChunk: (chunk: SessionChunk) => void;
  /** Things a person should know: shell restarted, state lost. */
  readonly onNotice: (message: string) => void;
};
