import { placeOf } from '../run/reduce.ts';
import type { RunState } from '../run/state.ts';
import { failureReport } from './failure.ts';
import { faultsOf } from './fault.ts';
import { plainFailure } from './plain-failure.ts';

/** A failure as people read it. */
type ShownFailure = {
  /** As the text reporter shows it, without colours and without its indentation. */
  readonly text: string;
  /** Where what is wrong is written, the first thing first; `file` as the run calls it. */
  readonly places: readonly { readonly file: string; readonly line: number; readonly column: number }[];
};

/** What there is to say of a statement of the current runbook that did not pass, for runners that show it themselves. */
export function shownFailure(state: RunState, statement: string): ShownFailure | undefined {
  const place = placeOf(state, statement);
  if (place === undefined) return undefined;
  const report = failureReport(place, state.runbooks[state.current ?? '']);
  return {
    text: plainFailure(report)
      .map((line) => line.replace(/^ {2}/, ''))
      .join('\n'),
    places: faultsOf(report).map(({ span: { file, start } }) => ({
      file,
      line: start.line,
      column: start.column,
    })),
  };
}
