import type { Diagnostic } from '../model/diagnostic.ts';
import { exactConflicts } from './exact-conflict.ts';
import { suitsAnyStatus } from './exit-conflict.ts';
import { named, type Pending } from './group.ts';

/**
 * What is wrong between the expectations of one group: said twice, at odds with the only output that one of them
 * allows, none that can fail.
 */
export function lintGroup(pending: readonly Pending[], cleanup: boolean): readonly Diagnostic[] {
  const exact = exactConflicts(pending).map(([one, other]) => notBoth(one, other));
  return [...twice(pending), ...exact, ...(cleanup ? [] : anyStatusAlone(pending))];
}

function notBoth(one: Pending, other: Pending): Diagnostic {
  const message = `${named(one.directive)} leaves no output that ${named(other.directive)} could be met by.`;
  const { span } = one.span.start.offset > other.span.start.offset ? one : other;
  return {
    code: 'parse/conflicting-expectations',
    severity: 'error',
    message,
    hint: 'Keep one of them.',
    span,
  };
}

function twice(pending: readonly Pending[]): readonly Diagnostic[] {
  const lines = new Map<string, number>();
  return pending.flatMap(({ directive: { kind, args, negated, stream, withinMs, forMs }, span }) => {
    const key = JSON.stringify([kind, args, negated, stream, withinMs, forMs]);
    const line = lines.get(key);
    lines.set(key, line ?? span.start.line);
    if (line === undefined) return [];
    const message = `This check already stands at line ${line}.`;
    const hint = 'Keep one of them, or check something else.';
    return [{ code: 'parse/duplicate-expectation', severity: 'warning', message, hint, span }];
  });
}

/** That a command may fail is worth saying beside a check of its output, or in a cleanup. */
function anyStatusAlone(pending: readonly Pending[]): readonly Diagnostic[] {
  const [only, more] = pending;
  if (!only || more || only.directive.negated || only.directive.kind !== 'exit') return [];
  if (!suitsAnyStatus(only.directive)) return [];
  const message = `\`${only.directive.source}\` alone can't fail: the command may end in any way.`;
  const hint = 'Say which status is right; to let the command fail write `|| true` behind it.';
  return [{ code: 'parse/weak-expectation', severity: 'warning', message, hint, span: only.span }];
}
