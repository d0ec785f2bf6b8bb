import type { Segment, Wait, Way } from '../model/runbook.ts';
import { destroyingIn } from '../shell/destroys.ts';
import { simpleCommands } from '../shell/simple-commands.ts';
import { splitStatements, type Unit } from '../shell/split-statements.ts';
import { spanIn } from './block-text.ts';
import { type Comment, commentsBetween } from './comments.ts';
import { finishGroup, type Made, type Pending, type PendingLine } from './group.ts';
import type { Group, ReadStatement, ShellCode } from './page.ts';
import { readComment } from './shell-comments.ts';
import { reportShellErrors } from './shell-errors.ts';
import type { ShellFence } from './shell-fence.ts';
import { reportLookalikeCommand, reportUnreadable } from './unreadable.ts';

/** `code` is left out when bash can't read the block, `directives` are the lines that say what is expected. */
type ShellBlock = {
  readonly segments: readonly Segment[];
  readonly code?: ShellCode;
  readonly directives: readonly PendingLine[];
};

/** What is there so far; `made` are the statements since the last group of expectations. */
type State = {
  readonly segments: Segment[];
  readonly commands: ReadStatement[];
  readonly groups: Group[];
  readonly comments: Comment[];
  readonly directives: PendingLine[];
  made: Made[];
  count: number;
};

const nothing: ShellBlock = { segments: [], directives: [] };

/** Reads a shell block into segments. What is wrong is reported; a block that bash can't read has no segments. */
export function readShellBlock(fence: ShellFence): ShellBlock {
  const { text } = fence.block;
  if (!fence.inert && reportUnreadable(fence)) return nothing;
  const { units, errors } = splitStatements(text);
  if (errors.length > 0) {
    reportShellErrors(errors, fence);
    return nothing;
  }
  if (units.length === 0) reportNothingAbove(fence);
  const state = emptyState();
  readGap(fence, state, { from: 0, to: units[0]?.from ?? text.length });
  for (const [index, unit] of units.entries()) {
    const next = units[index + 1];
    const gap = { from: unit.to, to: next?.from ?? text.length, below: next ? [] : fence.below };
    state.count += 1;
    readGap(fence, state, gap, unit);
  }
  if (state.made.length > 0) state.segments.push({ statements: statementsOf(state), expectations: [] });
  const { segments, commands, groups, comments, directives } = state;
  return { segments, code: { fence, commands, groups, comments }, directives };
}

function emptyState(): State {
  return { segments: [], commands: [], groups: [], comments: [], directives: [], made: [], count: 0 };
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
  const lines: PendingLine[] = [];
  const ways: Way[] = [];
  for (const comment of commentsBetween(fence.block.text, gap.from, gap.to)) {
    const read = readComment(fence, comment, unit);
    if (!read) state.comments.push(comment);
    else if ('wait' in read) waits.push(read.wait);
    else if ('way' in read) ways.push(read.way);
    else lines.push(read);
  }
  state.directives.push(...lines);
  if (unit) readUnit(fence, state, unit, waits);
  const pending: readonly Pending[] = [...lines, ...(gap.below ?? [])];
  if (pending.length + ways.length === 0 || !unit) return;
  const expectations = finishGroup(pending, { made: state.made, withinMs: fence.withinMs });
  if (pending.length > 0) state.groups.push({ pending, made: state.made });
  state.segments.push({
    statements: statementsOf(state),
    expectations,
    ...(ways.length === 0 ? {} : { ways }),
  });
  state.made = [];
}

function readUnit(fence: ShellFence, state: State, unit: Unit, waits: readonly Wait[]): void {
  const simple = fence.inert ? [] : simpleCommands(unit);
  const destroys = destroyingIn(simple);
  const statement = {
    ...statementOf(fence, unit, state.count, waits),
    ...(destroys === undefined ? {} : { destroys }),
  };
  const made = { unit, statement };
  state.made.push(made);
  if (fence.inert || !reportLookalikeCommand(fence, unit)) state.commands.push({ ...made, simple });
}

function statementsOf(state: State) {
  return state.made.map(({ statement }) => statement);
}

function statementOf({ block, id }: ShellFence, unit: Unit, number: number, waits: readonly Wait[]) {
  const script = block.text.slice(unit.from, unit.to);
  const action = { kind: 'shell', script, background: unit.background, waits } as const;
  return { id: id(number), action, span: spanIn(block, unit.from, unit.to) };
}
