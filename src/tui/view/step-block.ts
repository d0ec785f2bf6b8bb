import { isBad } from '../../engine/judge/outcome.ts';
import type { Statement, Step } from '../../engine/model/runbook.ts';
import type { Verdict } from '../../engine/model/verdict.ts';
import { commandLines } from '../../engine/report/lines.ts';
import type { RunbookState } from '../../engine/run/state.ts';
import { stateOf } from '../../engine/run/state.ts';
import { type Line, span } from '../text/line.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { spread, withWords } from '../text/width.ts';
import { hung, wrapped, wrappedLine } from '../text/wrap.ts';
import { checkTitle } from './check-rows.ts';
import { failureLines } from './failure-lines.ts';
import { lastLines } from './output-rows.ts';
import { type Status, statementStatus, stepStatus } from './status.ts';
import { keyOf, type View } from './view.ts';

type Paper = { readonly room: number; readonly color: boolean };

/** Rows of a command's output in the scroll-back. */
const shownOutput = 10;

/** Of a command in the background: it goes on printing while others run. */
const shownOfBackground = 3;

/** A finished step for the terminal's own scroll-back: its commands with what they printed and what was checked. */
export function stepBlock(
  view: View,
  {
    runbook,
    step,
    statements,
  }: { readonly runbook: RunbookState; readonly step: Step; readonly statements: readonly string[] },
  paper: Paper,
): readonly Line[] {
  const done = statements.flatMap((id) => runbook.index.get(id) ?? []);
  const shown = done.filter(({ statement }) => stateOf(runbook, statement.id).outcome !== 'skipped');
  const { mark, style, words } = stepStatus(view, { runbook, step }, 0);
  const title = [span(`${mark} `, style), span(safe(step.title), styles.strong)];
  if (shown.length === 0) return [[], spread(title, [span(words, styles.faint)], paper.room)];
  return [
    [],
    spread(title, [span(words, styles.faint)], paper.room),
    ...shown.flatMap(({ statement }) => statementLines(view, { runbook, statement }, paper)),
  ];
}

function statementLines(
  view: View,
  { runbook, statement }: { readonly runbook: RunbookState; readonly statement: Statement },
  paper: Paper,
): readonly Line[] {
  const state = stateOf(runbook, statement.id);
  const inner = { ...paper, room: paper.room - 4 };
  const head = headLines(statement, statementStatus(view, { runbook, id: statement.id }, 0), paper);
  if (state.outcome !== undefined && isBad(state.outcome)) {
    return [
      ...head,
      ...hung(failureLines(view, { runbook, id: statement.id }, inner), [span('    ')], [span('    ')]),
    ];
  }
  const limit = isBackground(statement) ? shownOfBackground : shownOutput;
  const printed = lastLines(view.printed[keyOf(runbook.file, statement.id)], {
    color: paper.color,
    room: inner.room - 2,
    limit,
  });
  const bar = [span('    '), span('┊ ', styles.faint)];
  return [
    ...head,
    ...hung(printed, bar, bar),
    ...state.verdicts.flatMap((verdict) => checkLines(verdict, paper)),
  ];
}

function headLines(statement: Statement, { mark, style, words }: Status, { room }: Paper): readonly Line[] {
  const lines = hung(
    commandLines(statement).flatMap((text) => wrappedLine([span(text)], room - 6)),
    [],
    [span('  ')],
  );
  const worded = withWords(lines, [span(words, styles.faint)], room - 4);
  return hung(worded, [span('  '), span(`${mark} `, style)], [span('    ')]);
}

function isBackground({ action }: Statement): boolean {
  return action.kind === 'shell' && action.background;
}

function checkLines({ expectation, judgement }: Verdict, { room }: Paper): readonly Line[] {
  const text = checkTitle(expectation);
  const mark = judgement.met ? span('✓ ', styles.good) : span('✗ ', styles.badStrong);
  return hung(wrapped([span(text, styles.faint)], room - 8), [span('    '), mark], [span('      ')]);
}
