import type { Output } from '../model/output.ts';
import type { Runbook, Segment, Statement } from '../model/runbook.ts';
import { blocksOf, segmentsOf } from '../model/statements.ts';
import type { Verdict } from '../model/verdict.ts';
import type { RunbookState, StatementState } from '../run/state.ts';

/** A segment of the document with what a run saw of it. Verdicts are those of the last try. */
export type Observed = {
  readonly segment: Segment;
  readonly statements: readonly { readonly statement: Statement; readonly state: StatementState }[];
  /** Of the foreground statements. */
  readonly outputs: readonly Output[];
  readonly verdicts: readonly Verdict[];
  readonly variables: Readonly<Record<string, string>>;
};

/** The segments of a runbook with expectations, as a run saw them; what it has not come to is left out. */
export function observedSegments(runbook: Runbook, state: RunbookState): readonly Observed[] {
  // What stands in another file is not updated here.
  const segments = segmentsOf(blocksOf(runbook).filter(({ from }) => from === undefined));
  return segments.flatMap((segment) => {
    const statements = segment.statements.flatMap((statement) => {
      const at = state.index.get(statement.id)?.at;
      const own = at === undefined ? undefined : state.statements[at];
      return own ? [{ statement, state: own }] : [];
    });
    const judged = statements.findLast((each) => each.state.verdicts.length > 0);
    if (!judged) return [];
    const outputs = statements.flatMap(({ statement, state: { output } }) =>
      output && isForeground(statement) ? [output] : [],
    );
    const { verdicts, variables = {} } = judged.state;
    return [{ segment, statements, outputs, verdicts, variables }];
  });
}

function isForeground({ action }: Statement): boolean {
  return action.kind !== 'shell' || !action.background;
}
