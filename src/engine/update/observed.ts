import type { Output } from '../model/output.ts';
import type { Runbook, Segment, Statement } from '../model/runbook.ts';
import { blocksOf } from '../model/statements.ts';
import type { Verdict } from '../model/verdict.ts';
import type { RunbookState, StatementState } from '../run/state.ts';
import { type Movement, movementOf } from './movement.ts';

/** A segment of the document with what a run saw of it. Verdicts are those of the last try. */
export type Observed = {
  readonly segment: Segment;
  readonly statements: readonly { readonly statement: Statement; readonly state: StatementState }[];
  /** Of the foreground statements. */
  readonly outputs: readonly Output[];
  /** What further looks at the last one showed. */
  readonly movement?: Movement;
  /** The other file that it stands in: a part that is included, a script. */
  readonly from?: string;
  readonly verdicts: readonly Verdict[];
  readonly variables: Readonly<Record<string, string>>;
};

/** The segments of a runbook with expectations, as a run saw them; what it has not come to is left out. */
export function observedSegments(runbook: Runbook, state: RunbookState): readonly Observed[] {
  const places = blocksOf(runbook).flatMap((block) => block.segments.map((segment) => ({ block, segment })));
  return places.flatMap(({ block: { from }, segment }) => {
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
    const { verdicts, variables = {}, again = [] } = judged.state;
    const movement = movementOf(outputs, again);
    const seen = { segment, statements, outputs, verdicts, variables };
    return [{ ...seen, ...(movement ? { movement } : {}), ...(from === undefined ? {} : { from }) }];
  });
}

function isForeground({ action }: Statement): boolean {
  return action.kind !== 'shell' || !action.background;
}
