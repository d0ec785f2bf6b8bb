import type { Edit } from '../format/edits.ts';
import type { Expectation } from '../model/runbook.ts';
import type { Source } from '../model/source.ts';

/** A new text for an unmet expectation. */
export type Proposal = { readonly expectation: Expectation; readonly edits: readonly Edit[] };

/** Why there is none, as a clause; `hint` says what a person could do. */
export type Why = { readonly why: string; readonly hint?: string };

export type Refusal = Why & { readonly expectation: Expectation };

/** What a run proposes for one file. `after` is its text with all proposals; without any it is the text as it was. */
export type FileUpdate = {
  readonly source: Source;
  readonly after: string;
  readonly proposals: readonly Proposal[];
  readonly refusals: readonly Refusal[];
};
