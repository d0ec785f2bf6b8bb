import { isBad } from '../../engine/judge/outcome.ts';
import type { Block, Statement } from '../../engine/model/runbook.ts';
import { expectationsOf, statementsOf } from '../../engine/model/statements.ts';
import type { RunbookState } from '../../engine/run/state.ts';
import { stateOf } from '../../engine/run/state.ts';
import { indented, type Row, rowsOf } from '../prose/row.ts';
import { type Line, restyled, span } from '../text/line.ts';
import { styles } from '../text/styles.ts';
import { width, withWords } from '../text/width.ts';
import { wrappedLine } from '../text/wrap.ts';
import { checkRows } from './check-rows.ts';
import type { DocumentOptions } from './document.ts';
import { failureLines } from './failure-lines.ts';
import { outputRows } from './output-rows.ts';
import { type Status, statementStatus } from './status.ts';
import type { View } from './view.ts';

type BlockSight = {
  readonly view: View;
  readonly runbook: RunbookState;
  readonly block: Block;
  /** The lines of the fence with their numbers in the file. */
  readonly lines: readonly { readonly code: Line; readonly number: number }[];
  readonly options: DocumentOptions;
};

/** Columns of the mark and the bar before code. */
const gutter = 4;

/**
 * A fence that runs: each statement with how it stands at its first line and what it printed under its last, each
 * expectation with whether it is met.
 */
export function blockRows(sight: BlockSight): readonly Row[] {
  const { block } = sight;
  const statements = statementsOf([block]);
  const expectations = expectationsOf([block]);
  return sight.lines.flatMap(({ code: written, number }) => {
    const own = statements.filter(({ span: at }) => at.start.line <= number && number <= at.end.line);
    const checks = expectations.filter(({ span: at }) => at.start.line === number);
    const ended = own.filter(({ span: at }) => at.end.line === number);
    const checked = checks.flatMap((check) => checkRows(check, { ...sight, room: sight.options.room }));
    // The documents of an assert block are code and expectations at once.
    const isDirective = checks.some(({ source }) => source.startsWith('#'));
    const code = isDirective ? [] : codeRows({ code: written, number }, own, sight);
    return [...checked, ...code, ...ended.flatMap((statement) => resultRows(statement, sight))];
  });
}

type CodeLine = BlockSight['lines'][number];

function codeRows({ code, number }: CodeLine, own: readonly Statement[], sight: BlockSight): readonly Row[] {
  const statement = subjectOf(own, number, sight);
  const status = statement && statusOf(statement, sight);
  const room = sight.options.room - gutter;
  const lines = wrappedLine(isAtWork(own, sight) ? restyled(code, styles.strong) : code, room);
  const isTold = status && tellingLine(statement, status, sight) === number;
  const drawn = isTold ? withWords(lines, [span(status.words, status.style)], room) : lines;
  const bar = span('│ ', styles.faint);
  const isFirst = statement?.span.start.line === number;
  const marked: Line = isFirst && status ? [span(`${status.mark} `, status.style), bar] : [span('  '), bar];
  const at = statement === undefined ? {} : { statement: statement.id };
  return indented(rowsOf(drawn), marked, [span('  '), bar]).map((row) => ({ ...row, ...at }));
}

/** Of several statements in one line, the one that matters most. */
function subjectOf(own: readonly Statement[], number: number, { view, runbook }: BlockSight) {
  const atWork = own.find(({ id }) => id === view.statement && runbook.file === view.run.current);
  const bad = own.find(({ id }) => isBad(stateOf(runbook, id).outcome ?? 'skipped'));
  return atWork ?? bad ?? own.find(({ span: at }) => at.start.line === number) ?? own[0];
}

/** The first line of a statement that has room for the words about it; its last when none has. */
function tellingLine({ span: at }: Statement, { words }: Status, { lines, options }: BlockSight): number {
  const room = options.room - gutter - words.length - 2;
  const own = lines.filter(({ number }) => at.start.line <= number && number <= at.end.line);
  return own.find(({ code }) => width(code) <= room)?.number ?? at.end.line;
}

function isAtWork(own: readonly Statement[], { view, runbook }: BlockSight): boolean {
  return runbook.file === view.run.current && own.some(({ id }) => id === view.statement);
}

function statusOf(statement: Statement, { view, runbook, options }: BlockSight): Status {
  return statementStatus(view, { runbook, id: statement.id }, options.nowMs);
}

/** What a statement printed, or why it did not pass. */
function resultRows(statement: Statement, { view, runbook, options }: BlockSight): readonly Row[] {
  const { outcome } = stateOf(runbook, statement.id);
  const isFailure = outcome !== undefined && isBad(outcome);
  // The lines of a failure have an indentation of their own.
  const indent = isFailure ? gutter - 2 : gutter;
  const inner = { ...options, room: options.room - indent };
  const rows = isFailure
    ? rowsOf(failureLines(view, { runbook, id: statement.id }, inner))
    : outputRows(view, { runbook, id: statement.id }, inner);
  const within = indented(rows, [span(' '.repeat(indent))]);
  return within.map((row) => ({ ...row, statement: statement.id, result: true }));
}
