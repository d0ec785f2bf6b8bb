import type { Output } from './output.ts';
import type { RestoredState } from './session.ts';

/** What of a session isn't kept: a secret, the number of a process that is gone, bytes that are no text. */
export type Withheld = { readonly name: string; readonly why: 'secret' | 'process' | 'bytes' };

/** What is kept of a session that another run can go on with: only what differs from how sessions of the page start. */
export type KeptSession = RestoredState & {
  /** Variables that sessions start with, and that are gone. */
  readonly unset: readonly string[];
  readonly withheld: readonly Withheld[];
  /** The statement behind which it was so; absent at the start. */
  readonly after?: string;
  /** Manifests marked `delete` as they were applied, by statement. */
  readonly applied: Readonly<Record<string, string>>;
};

/** What an earlier run did of a runbook. */
export type ResumedRunbook = {
  /** Statements that don't run again, and when that run was done with each: ISO 8601. */
  readonly settled: ReadonlyMap<string, string>;
  /** Those of them that passed. */
  readonly passed: ReadonlySet<string>;
  /** What those printed that are judged with a statement that runs now, or that say where the run goes on. */
  readonly outputs: ReadonlyMap<string, Output>;
  readonly session?: KeptSession;
  /** Sentences for people: what does not come back. */
  readonly notices: readonly string[];
  /** When it passed as a whole, so that nothing of it runs. */
  readonly over?: string;
};

/** By the paths of runbooks. */
export type Resumed = ReadonlyMap<string, ResumedRunbook>;
