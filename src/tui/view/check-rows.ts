import type { Block, Expectation, Statement } from '../../engine/model/runbook.ts';
import type { Verdict } from '../../engine/model/verdict.ts';
import { expectationTitle } from '../../engine/report/lines.ts';
import type { RunbookState } from '../../engine/run/state.ts';
import { stateOf } from '../../engine/run/state.ts';
import { indented, type Row, rowsOf } from '../prose/row.ts';
import { span } from '../text/line.ts';
import { styles } from '../text/styles.ts';
import { withWords } from '../text/width.ts';
import { wrapped } from '../text/wrap.ts';
import type { Status } from './status.ts';

type CheckSight = { readonly runbook: RunbookState; readonly block: Block; readonly room: number };

/** Columns before a check: blanks and its mark stand where code has its own mark and bar. */
const gutter = 4;

/** What is expected, without the word that its mark says already. */
export function checkTitle(check: Expectation): string {
  return expectationTitle(check).replace(/^expect(?:: | )/, '');
}

/** An expectation with whether it is met. */
export function checkRows(check: Expectation, sight: CheckSight): readonly Row[] {
  const { statement, verdict } = verdictOf(check, sight);
  const status = checkStatus(statement, verdict, sight);
  const room = sight.room - gutter;
  const text = checkTitle(check);
  const lines = withWords(
    wrapped([span(text, status.words === '' ? styles.faint : '')], room),
    [span(status.words, status.style)],
    room,
  );
  const at = statement === undefined ? {} : { statement: statement.id };
  const rows = indented(rowsOf(lines), [span('  '), span(`${status.mark} `, status.style)], [span('    ')]);
  return rows.map((row) => ({ ...row, ...at }));
}

/** The statement that an expectation judges, and what it came to at its last try. */
function verdictOf(
  check: Expectation,
  { block, runbook }: CheckSight,
): { readonly statement?: Statement; readonly verdict?: Verdict } {
  const segment = block.segments.find(({ expectations }) => expectations.includes(check));
  const at = check.span.start.offset;
  for (const statement of segment?.statements.toReversed() ?? []) {
    const { verdicts } = stateOf(runbook, statement.id);
    const verdict = verdicts.find(({ expectation }) => expectation.span.start.offset === at);
    if (verdict !== undefined) return { statement, verdict };
  }
  const statement = segment?.statements.at(-1);
  return statement === undefined ? {} : { statement };
}

const waiting: Status = { mark: '○', style: styles.faint, words: '' };

function checkStatus(
  statement: Statement | undefined,
  verdict: Verdict | undefined,
  { runbook }: CheckSight,
): Status {
  if (verdict === undefined) return waiting;
  if (verdict.judgement.met) return { mark: '✓', style: styles.good, words: 'met' };
  const isOver = statement !== undefined && stateOf(runbook, statement.id).outcome !== undefined;
  return isOver
    ? { mark: '✗', style: styles.badStrong, words: 'unmet' }
    : { mark: '○', style: styles.warn, words: 'not yet' };
}
