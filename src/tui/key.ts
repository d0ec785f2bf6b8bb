import type { CommandName } from '../engine/model/control.ts';

/** What a run is at, for the keys that make sense then. */
export type Situation = 'running' | 'paused' | 'kept' | 'failed' | 'manual' | 'confirm' | 'stopping' | 'over';

export type Action =
  | 'next'
  | 'next-command'
  | 'to-here'
  | 'again'
  | 'back-to'
  | 'pause'
  | 'resume'
  | 'retry'
  | 'skip'
  | 'skip-step'
  | 'done'
  | 'failed'
  | 'confirm'
  | 'open'
  | 'edit'
  | 'shell'
  | 'output'
  | 'copy'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-up'
  | 'page-down'
  | 'top'
  | 'bottom'
  | 'back'
  | 'folds'
  | 'large'
  | 'search'
  | 'help'
  | 'quit';

export type Key = {
  readonly action: Action;
  /** As the terminal gives them: a character, or a name such as `enter`. */
  readonly keys: readonly string[];
  /** As people write them. */
  readonly shown: string;
  /** What it does, in a few words for the footer. */
  readonly short: string;
  /** What it does, for the help and the guide. */
  readonly long: string;
  readonly group: 'The run' | 'After a failure' | 'A step done by hand' | 'Looking' | 'Tools';
  /** The command of the run that it sends; only taken when the run takes that. */
  readonly command?: CommandName;
  /** Where the footer names it. */
  readonly footer: readonly Situation[];
};
