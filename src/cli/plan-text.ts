import { harmless, printable } from '../engine/diagnostics/printable.ts';
import type { Plan, PlannedItem } from '../engine/model/plan.ts';
import type { Requirement } from '../engine/model/requirement.ts';
import type { Block, Expectation, Segment, Statement } from '../engine/model/runbook.ts';
import {
  blocksOf,
  expectationsOf,
  needsPerson,
  plannedBlocksOf,
  statementsOf,
} from '../engine/model/statements.ts';
import { timeoutOf } from '../engine/plan/policy.ts';
import { gapsText, shownLine } from '../engine/report/gaps-text.ts';
import { commandOf, expectationTitle } from '../engine/report/lines.ts';
import { clip, counted, duration, type Paint, painter } from '../engine/report/style.ts';
import type { Chosen } from '../targets/choose.ts';
import type { Printer } from './io.ts';
import { environmentLines } from './plan-environment.ts';
import { requirementLines } from './plan-requirements.ts';

/** A plan, what it runs against, and how everything was found that it needs before its first command. */
export type PlanParts = {
  readonly plan: Plan;
  readonly chosen: Chosen;
  readonly requirements: readonly Requirement[];
};

/** A plan for people: the target, the runbooks in order, their steps, statements and checks. */
export function planText(
  { plan, chosen, requirements }: PlanParts,
  { color, columns }: Pick<Printer, 'color' | 'columns'>,
): string {
  const paint = painter(color);
  const contexts = Object.entries(plan.clusters).map(([variable, context]) => `${variable}=${context}`);
  const lines = [
    ...(chosen.notice === undefined ? [] : [chosen.notice]),
    ['target', paint('bold', chosen.target.name), ...contexts].join('  '),
    ...requirementLines(requirements, { paint, columns }),
    ...plan.runbooks.flatMap((item) => itemLines(item, { target: chosen.target.name, paint, columns })),
    '',
    ...gapLines(plan),
    totalLine(plan),
  ];
  return lines.map((line) => `${harmless(line, { color })}\n`).join('');
}

type Shown = { readonly target: string; readonly paint: Paint; readonly columns: number };

function itemLines(item: PlannedItem, { target, paint, columns }: Shown): readonly string[] {
  const { runbook, reason, limits } = item;
  const { file } = runbook.source;
  const probe = runbook.meta.ready === undefined ? '' : `, skipped if \`${runbook.meta.ready}\` succeeds`;
  const why = reason === 'required' ? `  required${probe}` : '';
  return [
    '',
    `${paint(['bold', 'underline'], printable(runbook.title))}  ${paint('dim', file + printable(why))}`,
    ...environmentLines(runbook, target, paint),
    ...runbook.steps.flatMap((step) => [
      '',
      `${paint('bold', printable(step.title))}  ${paint('dim', step.id)}`,
      ...step.blocks.flatMap((block) =>
        blockLines(block, item.skipped[block.id], timeoutOf(block, limits), paint, columns),
      ),
    ]),
  ];
}

function blockLines(
  block: Block,
  skipped: string | undefined,
  timeoutMs: number,
  paint: Paint,
  columns: number,
): readonly string[] {
  const notes = [
    ...(skipped === undefined ? [] : [printable(`skipped: ${skipped}`)]),
    ...(block.from === undefined ? [] : [printable(`from ${block.from}`)]),
    ...(block.options.when === undefined ? [] : [printable(`only when: ${block.options.when}`)]),
    ...(block.options.confirm === undefined ? [] : [printable(`asks first: ${block.options.confirm}`)]),
    ...(block.options.cleanup ? ['at the end, whatever happens'] : []),
    ...(block.options.timeoutMs === undefined ? [] : [`at most ${duration(timeoutMs)} each`]),
  ];
  const width = columns - 6;
  return [
    ...(notes.length === 0 ? [] : [paint('dim', `  (${notes.join('; ')})`)]),
    ...block.segments.flatMap((segment) =>
      segmentLines(segment, skipped === undefined ? '  ' : '- ', width, paint),
    ),
  ];
}

function segmentLines(
  { statements, expectations, ways = [] }: Segment,
  mark: string,
  width: number,
  paint: Paint,
): readonly string[] {
  return [
    ...statements.flatMap((statement) => [
      ...commandText(statement, mark),
      ...(statement.destroys === undefined
        ? []
        : [paint('red', `      destroys: ${printable(statement.destroys)}`)]),
    ]),
    ...expectations.map((each) => paint('dim', `      ${clip(planned(each), width)}`)),
    ...ways.map(({ expectation }) => paint('dim', `      ${clip(printable(expectation.source), width)}`)),
  ];
}

/** A command in full: who reads a plan has to see all that would run. */
function commandText(statement: Statement, mark: string): readonly string[] {
  const { action } = statement;
  if (action.kind === 'file') {
    const lines = action.content.trimEnd().split('\n').map(printable);
    return [`  ${mark}${commandOf(statement)}`, ...lines.map((line) => `      ${line}`)];
  }
  if (action.kind !== 'shell') return [`  ${mark}${commandOf(statement)}`];
  const [first = '', ...rest] = action.script.trim().split('\n').map(printable);
  return [`  ${mark}${first}`, ...rest.map((line) => `    ${line}`)];
}

/** A directive as it is written: unlike in a run there is no mark in front of it. */
function planned(expectation: Expectation): string {
  const { source } = expectation;
  return source.startsWith('#') ? printable(source) : expectationTitle(expectation);
}

/** What of the pages would not run, and which of them check nothing. */
function gapLines({ runbooks }: Plan): readonly string[] {
  const left = runbooks.flatMap(({ runbook, skipped }) =>
    blocksOf(runbook).filter(({ id }) => skipped[id] !== undefined),
  );
  const manual = left.filter(({ options }) => needsPerson(options) && options.skip === undefined).length;
  const shown = runbooks.flatMap(({ runbook }) => runbook.notRun);
  const parts = gapsText({ skipped: left.length - manual, manual, shown: shown.length });
  const unchecked = runbooks.filter((item) => expectationsOf(plannedBlocksOf(item)).length === 0);
  const files = unchecked.map(({ runbook }) => runbook.source.file);
  return [
    ...(parts.length === 0 ? [] : [`not run ${parts.join(' · ')}`]),
    ...shown.map((each) => `        ${shownLine(each)}`),
    ...(files.length === 0 ? [] : [`nothing is checked in ${files.join(', ')}`]),
  ];
}

function totalLine({ runbooks }: Plan): string {
  const blocks = runbooks.flatMap(plannedBlocksOf);
  const statements = statementsOf(blocks);
  const checks = expectationsOf(blocks);
  const counts = [counted(statements.length, 'statement'), counted(checks.length, 'check')].join(', ');
  return `${counted(runbooks.length, 'runbook')}: ${counts}. Nothing has been touched.`;
}
