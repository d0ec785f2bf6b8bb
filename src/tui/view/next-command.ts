import type { Statement } from '../../engine/model/runbook.ts';
import { statementsOf } from '../../engine/model/statements.ts';
import { commandOf } from '../../engine/report/lines.ts';
import { withValues } from '../../engine/shell/with-values.ts';
import { type Line, span } from '../text/line.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { hung, wrapped } from '../text/wrap.ts';
import type { StepPlace } from './status.ts';
import type { View } from './view.ts';

/** Rows of the command at most. */
const most = 3;

const mark = '→ ';

/**
 * The command that runs next, for the foot of the document, with the names of clusters and the page's variables in
 * place: what a person is about to run can't be out of sight. Nothing while the run isn't paused before it.
 */
export function nextCommand(view: View, { runbook }: StepPlace, room: number): readonly Line[] {
  const statement = runbook.file === view.run.current ? statementAhead(view) : undefined;
  if (statement === undefined) return [];
  const [first = [], ...more] = wrapped(
    [span(safe(shown(statement, view)), styles.strong)],
    room - mark.length,
  );
  const rows =
    more.length < most ? [first, ...more] : [first, ...more.slice(0, most - 2), [span('…', styles.faint)]];
  return hung(rows, [span(mark, styles.accentStrong)], [span(' '.repeat(mark.length))]);
}

/** Whether the command that runs next names something for which the page has a variable only. */
export function hasKnownNames(view: View): boolean {
  const statement = statementAhead(view);
  return statement !== undefined && shown(statement, view) !== commandOf(statement);
}

function statementAhead({ run }: View): Statement | undefined {
  const { pause } = run;
  const steps = run.runbooks[run.current ?? '']?.runbook?.steps ?? [];
  if (pause === undefined || pause.why === 'failure') return undefined;
  return steps.flatMap(({ blocks }) => statementsOf(blocks)).find(({ id }) => id === pause.statement);
}

function shown(statement: Statement, view: View): string {
  const command = commandOf(statement);
  return statement.action.kind === 'shell' ? withValues(command, knownValues(view)) : command;
}

/** Variables of which the value can be told before anything runs. */
function knownValues({ run }: View): ReadonlyMap<string, string> {
  const clusters = run.target?.clusters.map(({ variable, context }) => [variable, context] as const) ?? [];
  return new Map(clusters);
}
