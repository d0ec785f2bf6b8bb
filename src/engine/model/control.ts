import type { Runbook } from './runbook.ts';

/**
 * What a front end may ask of a run while it runs. Which of them a pause takes stands in its `accepts`; at any other
 * time `next`, `pause`, `resume` and `quit` are taken.
 * - `next`: go on, and pause before the next step; with `what: 'statement'` before the next statement, with `until` before
 *   the step of that id. While it runs: pause there. Steps of required runbooks are no place to pause.
 * - `pause`: pause before the next statement.
 * - `resume`: go on without further pauses; while it runs, takes back a `pause` or `next`.
 * - `retry`: run what failed again, and go on as before; of a manual block, ask again.
 * - `skip`: leave out what the pause stands before: the statement, the manual block, or the step at a pause of kind
 *   `step`; with `what: 'step'` all that is left of the step. What has failed stays failed, and the run goes on.
 * - `back`: at a pause, go back to a step, whatever it came to, and pause before it; what comes behind it runs again too,
 *   unless `only` is set: then the run comes back to where it stands. Variables, the folder, files and objects stay as
 *   they are; jobs that the steps had started are ended.
 * - `reload`: go on with another text of the same file, at the same step; the run pauses again there.
 * - `done`, `failed`: what a person says of a manual block.
 * - `confirm`: a person agrees to the block that the pause stands before.
 * - `quit`: as an interruption: what runs is stopped, the rest is skipped, cleanup runs.
 */
export type Command =
  | { readonly type: 'next'; readonly what?: 'statement'; readonly until?: string }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'retry' }
  | { readonly type: 'skip'; readonly what?: 'step' }
  | { readonly type: 'back'; readonly step: string; readonly only?: true }
  | { readonly type: 'reload'; readonly runbook: Runbook }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly reason?: string }
  | { readonly type: 'confirm' }
  | { readonly type: 'quit' };

export type CommandName = Command['type'];

/** Why a command could not be taken, in a sentence for a person. Nothing has changed then. */
export type Refusal = { readonly refused: string };

/**
 * Where a run waits for a command.
 * - `step`: before a step, since `next` or a paused start asked for it.
 * - `asked`: before a statement, since `pause` asked for it.
 * - `failure`: after a statement that did not pass.
 * - `manual`: at a block that a person does.
 * - `confirm`: before a block that runs only if a person agrees.
 * - `reloaded`: before the statement where the new text goes on.
 */
export type Pause = {
  readonly why: 'step' | 'asked' | 'failure' | 'manual' | 'confirm' | 'reloaded';
  readonly step: string;
  readonly block: string;
  /** The one that failed, else the first that would run next. */
  readonly statement: string;
  /** What `retry` would run, in order: a background command that died comes before the one that missed it. */
  readonly again: readonly string[];
  readonly accepts: readonly CommandName[];
  /** What a person is asked, at `confirm`. */
  readonly question?: string;
};

/**
 * An interactive shell with the session's variables, functions, folder and kubeconfig, to be started by the front end
 * with the terminal as its own: `spawn(shell, args, { cwd, env, stdio: 'inherit' })`. What is set in it stays in it.
 */
export type Subshell = {
  readonly shell: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
};

/** What a front end holds of a run. */
export type Control = {
  /** @returns Why it was refused; undefined when it was taken. */
  send(command: Command): Refusal | undefined;
  /** Only while the run is paused; the files it needs are removed with the session. */
  subshell(): Promise<Subshell | Refusal>;
};
