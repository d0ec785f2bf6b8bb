import type { Control } from '../engine/model/control.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import type { Programs } from './programs.ts';

/** A text read anew, or why it can't be run, for people. */
export type Reread = { readonly runbook: Runbook } | { readonly problem: string };

/** The world of the app besides the terminal: the run, other programs, and the process. */
export type FrontEnd = {
  readonly control: Control;
  readonly programs: Programs;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads the file of a runbook again. */
  reread(runbook: Runbook): Reread;
  /** As Ctrl-C does: the first stops the run and cleans up, the second stops at once. */
  interrupt(): void;
  /** Stops at once. */
  stop(): void;
  /** Aborted by Ctrl-C and other signals: the terminal may have gone. */
  readonly interrupted: AbortSignal;
  /** Keeps Ctrl-C for another program while it has the terminal. @returns What ends that. */
  holdInterrupts(): () => void;
};
