import type { Segment, Wait } from '../model/runbook.ts';
import { splitStatements, type Unit } from '../shell/split-statements.ts';
import { type BlockText, spanIn } from './block-text.ts';
import { commentsBetween } from './comments.ts';
import { reportOpenFence } from './fence-in-block.ts';
import { finishGroup, type Made, type Pending } from './group.ts';
import { lintGroup } from './group-lint.ts';
import type { Report } from './report.ts';
import { readComment } from './shell-comments.ts';
import { reportShellErrors } from './shell-errors.ts';
import { reportTranscript } from './shell-habits.ts';
import { reportInside } from './shell-inside.ts';

/**
 * A shell fence. `inert` blocks are shown or done by a person: bash is not going to read them. `tty` ones have a
 * terminal; what a `cleanup` one does may fail. `below` is the output expected of its last commands.
 */
export type ShellFence = {
  readonly block: BlockText;
  readonly id: (statement: number) => string;
  readonly withinMs?: number | undefined;
  readonly inert: boolean;
  readonly tty: boolean;
  readonly cleanup: boolean;
  readonly below: readonly Pending[];
  readonly report: Report;
};

type State = { readonly segments: Segment[]; made: Made[]; count: number };

/** Reads a shell block into segments. What is wrong is reported; a block that bash can't read has no segments. */
export function readShellBlock(fence: ShellFence): readonly Segment[] {
  const { text } = fence.block;
  if (!fence.inert && (reportOpenFence(fence) || reportTranscript(fence))) return [];
  const { units, errors } = splitStatements(text);
  if (errors.length > 0) {
    reportShellErrors(errors, fence);
    return [];
  }
  if (units.length === 0) reportNothingAbove(fence);
  const state: State = { segments: [], made: [], count: 0 };
  readGap(fence, state, { from: 0, to: units[0]?.from ?? text.length });
  for (const [index, unit] of units.entries()) {
    reportInside(fence, unit);
    const next = units[index + 1];
    const gap = { from: unit.to, to: next?.from ?? text.length, below: next ? [] : fence.below };
    state.count += 1;
    readGap(fence, state, gap, unit);
  }
  if (state.made.length > 0) state.segments.push({ statements: statementsOf(state), expectations: [] });
  return state.segments;
}

function reportNothingAbove({ below, report }: ShellFence): void {
  for (const { span } of below) {
    const message = 'No command stands in the block above this output.';
    const hint = 'Write the command that prints it.';
    report({ code: 'parse/nothing-above', severity: 'error', message, span, hint });
  }
}

/** `below` is the output expected below the block, which closes its last segment. */
type Gap = { readonly from: number; readonly to: number; readonly below?: readonly Pending[] };

/** Reads the comments below a unit (above the first one: none) and, if they are expectations, closes the segment. */
function readGap(fence: ShellFence, state: State, gap: Gap, unit?: Unit): void {
  const waits: Wait[] = [];
  const pending: Pending[] = [];
  for (const comment of commentsBetween(fence.block.text, gap.from, gap.to)) {
    const read = readComment(fence, comment, unit);
    if (read && 'wait' in read) waits.push(read.wait);
    if (read && 'directive' in read) pending.push(read);
  }
  pending.push(...(gap.below ?? []));
  if (unit) state.made.push({ unit, statement: statementOf(fence, unit, state.count, waits) });
  if (pending.length === 0 || !unit) return;
  const above = { made: state.made, withinMs: fence.withinMs };
  const expectations = finishGroup(pending, above, fence.report);
  for (const problem of lintGroup(pending, fence.cleanup)) fence.report(problem);
  state.segments.push({ statements: statementsOf(state), expectations });
  state.made = [];
}

function statementsOf(state: State) {
  return state.made.map(({ statement }) => statement);
}

function statementOf({ block, id }: ShellFence, unit: Unit, number: number, waits: readonly Wait[]) {
  const script = block.text.slice(unit.from, unit.to);
  const action = { kind: 'shell', script, background: unit.background, waits } as const;
  return { id: id(number), action, span: spanIn(block, unit.from, unit.to) };
}
