import { parsePattern } from '../expectations/pattern.ts';
import type { Directive } from '../parse/directive.ts';
import type { Pending } from '../parse/group.ts';

/** The only output that an `exact` check allows; undefined when it has holes or is something else. */
function onlyOutput({ kind, negated, text }: Directive): string | undefined {
  if (kind !== 'exact' || negated) return undefined;
  const pattern = parsePattern(text);
  return pattern.parts.every((part) => part.kind === 'literal' || part.kind === 'blanks')
    ? pattern.text
    : undefined;
}

/** So many checks of one output are made by a machine: comparing each with each would take long. */
const most = 50;

/**
 * Expectations of a group that the only output which an `exact` one allows doesn't meet, each with that one. Two exact
 * ones come once.
 */
export function exactConflicts(pending: readonly Pending[]): readonly (readonly [Pending, Pending])[] {
  if (pending.length > most) return [];
  return pending.flatMap((exact, index) => {
    const output = onlyOutput(exact.directive);
    if (output === undefined) return [];
    return pending
      .filter((other, at) => other !== exact && !(at < index && onlyOutput(other.directive) !== undefined))
      .filter(({ directive }) => isComparable(exact.directive, directive))
      .filter(({ directive }) => !isMetBy(directive, output))
      .map((other) => [exact, other] as const);
  });
}

function isComparable(exact: Directive, { kindRule, args, stream, withinMs, forMs }: Directive): boolean {
  const sameTime = exact.withinMs === withinMs && exact.forMs === forMs;
  return kindRule.readsOutput && exact.stream === stream && sameTime && !kindRule.variables?.(args).length;
}

function isMetBy({ kindRule, args, negated }: Directive, output: string): boolean {
  const watch = kindRule.watch(args, { variables: {}, negated });
  watch.take({ shown: `${output}\n`, printed: `${output}\n` });
  const exits = [{ exitCode: 0, pipeStatus: [0] }];
  return (watch.finding({ exits, kept: `${output}\n` }).result === 'found') !== negated;
}
