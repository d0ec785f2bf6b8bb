import type { DiagnosticCode } from '../model/codes.ts';
import type { Expectation, Statement } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import type { Unit } from '../shell/split-statements.ts';
import type { Directive } from './directive.ts';
import { haveCommonStatus } from './exit-conflict.ts';
import { isRepeatable, sideEffect } from './repeat.ts';
import type { Report } from './report.ts';

/** A statement with the syntax it was made of. */
export type Made = { readonly statement: Statement; readonly unit: Unit };

/** An expectation being read, with the rule of its kind. */
export type Pending = { readonly directive: Directive; readonly span: Span };

/** The statements that a group of expectations judges; `withinMs` is the block's default. */
type Above = { readonly made: readonly Made[]; readonly withinMs?: number | undefined };

/**
 * Turns a group of directives into expectations on the statements above, and reports what cannot be: nothing to
 * judge, nothing to repeat, two that exclude each other. The default time is given only where repeating makes sense.
 */
export function finishGroup(
  pending: readonly Pending[],
  above: Above,
  report: Report,
): readonly Expectation[] {
  const last = above.made.at(-1);
  const repeatable = last !== undefined && isRepeatable(last.unit);
  for (const problem of problemsOf(pending, above.made)) report(problem);
  return pending.map(({ directive: { kindRule: _, ...directive }, span }) => {
    const withinMs = directive.withinMs ?? (repeatable ? above.withinMs : undefined);
    return { ...directive, span, ...(withinMs === undefined ? {} : { withinMs }) };
  });
}

type Problem = Parameters<Report>[0];

function problemsOf(pending: readonly Pending[], made: readonly Made[]): readonly Problem[] {
  return pending.flatMap((each, index) =>
    [
      backgroundOnly(each, made),
      repeatProblem(each, made),
      neverMet(each),
      conflict(each, pending.slice(0, index)),
    ].filter((problem) => problem !== undefined),
  );
}

function backgroundOnly({ span }: Pending, made: readonly Made[]): Problem | undefined {
  if (made.some(({ unit }) => !unit.background)) return undefined;
  const message =
    'Only a background command stands above this expectation, and its output goes to a log of its own.';
  return error(
    'parse/nothing-above',
    span,
    message,
    'To look into its log write `# wait: log TEXT` right below it.',
  );
}

function repeatProblem({ directive, span }: Pending, made: readonly Made[]): Problem | undefined {
  const last = made.at(-1);
  const word = directive.withinMs === undefined ? 'for' : 'within';
  if ((directive.withinMs ?? directive.forMs) === undefined || !last) return undefined;
  if (isRepeatable(last.unit)) {
    const verb = sideEffect(last.unit);
    if (!verb) return undefined;
    const message = `\`${word}\` repeats \`kubectl ${verb}\`, which changes something each time.`;
    const hint = `Check the result with another command, or leave \`${word}\` out.`;
    return { code: 'parse/repeats-side-effects', severity: 'warning', span, message, hint };
  }
  if (made.every(({ unit }) => unit.background)) return undefined;
  const better = made.findLast(({ unit }) => isRepeatable(unit));
  const message = `Nothing sensible to repeat: the command above is \`${firstLine(last)}\`.`;
  if (isFence(directive)) {
    const way = `Put \`${firstLine(last)}\` into a block of its own below this fence, or leave \`${word}\` out.`;
    return error('parse/nothing-to-repeat', span, message, way);
  }
  const hint = better
    ? `Put the expectation directly below \`${firstLine(better)}\` (line ${better.statement.span.start.line}).`
    : `Leave \`${word}\` out.`;
  return error('parse/nothing-to-repeat', span, message, hint);
}

function firstLine({ statement: { action } }: Made): string {
  const script = action.kind === 'shell' ? action.script : '';
  const line = script.split('\n')[0] ?? '';
  return line.length > 50 ? `${line.slice(0, 49)}…` : line;
}

function neverMet({ directive, span }: Pending): Problem | undefined {
  const { kind, args, negated } = directive;
  const anyStatus =
    kind === 'exit' && typeof args === 'object' && args !== null && 'status' in args && args.status === 'any';
  if (!negated || !anyStatus) return undefined;
  const message = 'This can never pass: every command exits with some status.';
  return error(
    'parse/impossible-expectation',
    span,
    message,
    'Write `# expect exit: 0`, or leave the line out.',
  );
}

function conflict(each: Pending, before: readonly Pending[]): Problem | undefined {
  const other = before.find((earlier) => excludes(earlier.directive, each.directive));
  if (!other) return undefined;
  const message = `${named(each.directive)} and ${named(other.directive)} cannot both be met.`;
  return error('parse/conflicting-expectations', each.span, message, 'Keep one of them.');
}

/** What an expectation is called in a message. */
export function named(directive: Directive): string {
  return isFence(directive) ? 'The `output` fence' : `\`${directive.source}\``;
}

/** Whether it is a fence below the block and no line in it. */
function isFence({ kind }: Directive): boolean {
  return kind === 'output' || kind === 'json-output';
}

function excludes(one: Directive, other: Directive): boolean {
  if (one.kind === 'exit' && other.kind === 'exit') return !haveCommonStatus(one, other);
  if (!one.kindRule.readsOutput || !other.kindRule.readsOutput) return false;
  const sameStream = one.stream === other.stream || one.stream === 'both' || other.stream === 'both';
  if (one.kind === other.kind)
    return (
      sameStream && one.stream === other.stream && one.text === other.text && one.negated !== other.negated
    );
  const silent = one.kind === 'no-output' ? one : other.kind === 'no-output' ? other : undefined;
  if (!silent || silent.negated) return false;
  const loud = silent === one ? other : one;
  return !loud.negated && (silent.stream === 'both' || silent.stream === loud.stream);
}

function error(code: DiagnosticCode, span: Span, message: string, hint: string): Problem {
  return { code, severity: 'error', span, message, hint };
}
