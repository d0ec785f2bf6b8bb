import type { Segment, Wait } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import { type BlockText, spanIn } from './block-text.ts';
import { type Comment, commentsBetween, hashLinesIn } from './comments.ts';
import { parseDirective } from './directive.ts';
import { directiveWarnings } from './directive-lint.ts';
import { finishGroup, type Made, type Pending } from './group.ts';
import { recognise } from './recognise.ts';
import type { Report } from './report.ts';
import { reportShellErrors } from './shell-errors.ts';
import { isData, placeholdersIn } from './shell-lint.ts';
import { splitStatements, type Unit } from './split-statements.ts';
import { parseWait } from './wait.ts';

/** A shell fence. `inert` blocks are shown or done by a person: bash is not going to read them. */
export type ShellFence = {
  readonly block: BlockText;
  readonly id: (statement: number) => string;
  readonly withinMs?: number | undefined;
  readonly inert: boolean;
  readonly report: Report;
};

type State = { readonly segments: Segment[]; made: Made[]; count: number };

/** Reads a shell block into segments. What is wrong is reported; a block that bash can't read has no segments. */
export function readShellBlock(fence: ShellFence): readonly Segment[] {
  const { text } = fence.block;
  const { units, errors } = splitStatements(text);
  if (errors.length > 0) {
    reportShellErrors(errors, fence);
    return [];
  }
  const state: State = { segments: [], made: [], count: 0 };
  readGap(fence, state, { from: 0, to: units[0]?.from ?? text.length });
  for (const [index, unit] of units.entries()) {
    reportInside(fence, unit);
    const gap = { from: unit.to, to: units[index + 1]?.from ?? text.length };
    state.count += 1;
    readGap(fence, state, gap, unit);
  }
  if (state.made.length > 0) state.segments.push({ statements: statementsOf(state), expectations: [] });
  return state.segments;
}

type Gap = { readonly from: number; readonly to: number };

/** Reads the comments below a unit (above the first one: none) and, if they are expectations, closes the segment. */
function readGap(fence: ShellFence, state: State, gap: Gap, unit?: Unit): void {
  const waits: Wait[] = [];
  const pending: Pending[] = [];
  for (const comment of commentsBetween(fence.block.text, gap.from, gap.to)) {
    const read = readComment(fence, comment, unit);
    if (read && 'wait' in read) waits.push(read.wait);
    if (read && 'directive' in read) pending.push(read);
  }
  if (unit) state.made.push({ unit, statement: statementOf(fence, unit, state.count, waits) });
  if (pending.length === 0 || !unit) return;
  const above = { made: state.made, withinMs: fence.withinMs };
  const expectations = finishGroup(pending, above, fence.report);
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

type Read = { readonly wait: Wait } | Pending | undefined;

function readComment(fence: ShellFence, comment: Comment, unit: Unit | undefined): Read {
  const recognised = recognise(comment.text);
  if (recognised.kind === 'prose') return undefined;
  const span = spanIn(fence.block, comment.from, comment.to);
  if (recognised.kind === 'arrow') {
    const message = `The arrow comment \`${comment.text}\` checks nothing.`;
    fence.report({
      code: 'parse/arrow-comment',
      severity: 'warning',
      span,
      message,
      hint: `Write \`${recognised.fix}\`.`,
    });
    return undefined;
  }
  const misplaced = misplacedProblem(
    comment,
    recognised.kind === 'lookalike' ? recognised.fix : undefined,
    span,
  );
  if (misplaced) return report(fence, misplaced);
  if (recognised.kind === 'lookalike')
    return report(fence, lookalikeProblem(comment.text, recognised.fix, span));
  return recognised.kind === 'wait' ? readWait(fence, comment, unit) : readExpect(fence, comment, unit);
}

type Problem = {
  readonly code: Parameters<Report>[0]['code'];
  readonly span: Span;
  readonly message: string;
  readonly hint?: string;
};

function report(fence: ShellFence, problem: Problem): undefined {
  fence.report({ severity: 'error', ...problem });
  return undefined;
}

function misplacedProblem(comment: Comment, fix: string | undefined, span: Span): Problem | undefined {
  if (comment.place === 'trailing') {
    const hint = fix
      ? `Write \`${fix}\` on a line below the command, or begin with another word.`
      : 'Put it on a line of its own below the command.';
    return {
      code: 'parse/trailing-expectation',
      span,
      message: `\`${comment.text}\` stands behind a command.`,
      hint,
    };
  }
  if (comment.place !== 'continued') return undefined;
  const message = `\`${comment.text}\` stands below a line that ends in \`\\\`, so it cuts the command short.`;
  return {
    code: 'parse/misplaced-expectation',
    span,
    message,
    hint: 'Move it below the last line of the command.',
  };
}

/** The error for a comment that looks like a directive; shared with manifests. */
export function lookalikeProblem(text: string, fix: string, span: Span): Problem {
  const message = `\`${text}\` looks like an expectation but is only a comment.`;
  return {
    code: 'parse/lookalike-expectation',
    span,
    message,
    hint: `Write \`${fix}\`, or begin with another word.`,
  };
}

function readWait(fence: ShellFence, comment: Comment, unit: Unit | undefined): Read {
  const span = spanIn(fence.block, comment.from, comment.to);
  if (!unit?.background) {
    const message = `\`${comment.text}\` has no background command above it.`;
    return report(fence, {
      code: 'parse/misplaced-wait',
      span,
      message,
      hint: 'Put it right below a command that ends in `&`.',
    });
  }
  const result = parseWait(comment.text);
  if ('wait' in result) return { wait: { ...result.wait, span } };
  const { from, to, ...problem } = result.problem;
  return report(fence, { ...problem, span: spanIn(fence.block, comment.from + from, comment.from + to) });
}

function readExpect(fence: ShellFence, comment: Comment, unit: Unit | undefined): Read {
  const at = (from: number, to: number) => spanIn(fence.block, comment.from + from, comment.from + to);
  if (!unit) {
    const message = `No command stands above \`${comment.text}\` in this block.`;
    const hint = 'Move it below the command, or join the blocks.';
    return report(fence, { code: 'parse/nothing-above', span: at(0, comment.text.length), message, hint });
  }
  const result = parseDirective(comment.text);
  if ('problem' in result) {
    const { from, to, ...problem } = result.problem;
    return report(fence, { ...problem, span: at(from, to) });
  }
  for (const { from, to, ...warning } of directiveWarnings(result.directive)) {
    fence.report({ severity: 'warning', span: at(from, to), ...warning });
  }
  return { directive: result.directive, span: at(0, comment.text.length) };
}

/** Directives inside a statement can't be judged, and placeholders in one must not run. */
function reportInside(fence: ShellFence, unit: Unit): void {
  for (const comment of hashLinesIn(fence.block.text, unit)) {
    const { kind } = recognise(comment.text);
    if (kind === 'prose' || kind === 'arrow') continue;
    const span = spanIn(fence.block, comment.from, comment.to);
    if (!isData(unit, comment.from)) {
      const line = spanIn(fence.block, Math.max(unit.from, unit.to - 1), unit.to).start.line;
      const message = `\`${comment.text}\` stands inside a command.`;
      const hint = `Expectations stand between commands: move it below line ${line}.`;
      report(fence, { code: 'parse/misplaced-expectation', span, message, hint });
    } else if (kind !== 'lookalike') {
      const message = `\`${comment.text}\` is text that a command is given, not an expectation.`;
      const hint = 'Move it below the command if it is meant to be checked.';
      fence.report({ code: 'parse/expectation-in-data', severity: 'warning', span, message, hint });
    }
  }
  for (const { from, to } of fence.inert ? [] : placeholdersIn(fence.block.text, unit)) {
    reportPlaceholder(fence, from, to);
  }
}

function reportPlaceholder(fence: ShellFence, from: number, to: number): void {
  const written = fence.block.text.slice(from, to);
  const message = `\`${written}\` is read by bash as redirections, not as a placeholder.`;
  const hint = 'Use a variable that a command above sets, or add `skip` to the fence.';
  report(fence, { code: 'parse/placeholder', span: spanIn(fence.block, from, to), message, hint });
}
