import type { StreamOutput } from '../model/output.ts';
import type { Moving } from './moving.ts';

/** What an unmet expectation saw. */
export type Seen = {
  /** The streams it looks at. */
  readonly streams: readonly StreamOutput[];
  /** The same streams as other runs of its command printed them, oldest first. */
  readonly others: readonly (readonly StreamOutput[])[];
  /** What is known to move of what was printed. */
  readonly moving: Moving;
  /** Values of the session's variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Take what was printed where little of what is written is left. */
  readonly all: boolean;
};
