import type { Expectation } from './runbook.ts';

/**
 * One expectation against one output. `closest` is the output line that came nearest, with the columns
 * (1-based, exclusive end) of the first field that differs, and which line it is of how many, if that is known. `at` is
 * the line of a fence that was not met, counted from the fence's first line, which is 0.
 */
export type Judgement =
  | { readonly met: true; readonly by?: MetBy }
  | {
      readonly met: false;
      readonly expected: string;
      readonly actual: string;
      readonly at?: number;
      readonly closest?: {
        readonly line: string;
        readonly from: number;
        readonly to: number;
        readonly expected: string;
        readonly number?: number;
        readonly of?: number;
      };
      readonly hint?: string;
      /** It could not be judged at all: a variable of its pattern isn't set, no status was reported. */
      readonly errored?: true;
    };

/**
 * Which statement of several printed what met an expectation, and its line in the document. `later` is the line of a
 * statement behind it that printed something too, which does not meet the expectation.
 */
export type MetBy = { readonly statement: string; readonly line: number; readonly later?: number };

export type Verdict = { readonly expectation: Expectation; readonly judgement: Judgement };
