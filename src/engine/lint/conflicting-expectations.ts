import { isFence } from '../model/statements.ts';
import type { Directive } from '../parse/directive.ts';
import type { Pending } from '../parse/group.ts';
import { groupsOf } from './commands.ts';
import { exactConflicts } from './exact-conflict.ts';
import { haveCommonStatus } from './exit-statuses.ts';
import type { Fault, Rule } from './rule.ts';

/** Finds expectations of a group that cannot both be met. */
export const conflictingExpectations: Rule = {
  code: 'parse/conflicting-expectations',
  severity: 'error',
  check(page, report) {
    for (const { pending } of groupsOf(page)) {
      for (const [index, each] of pending.entries()) {
        const other = pending.slice(0, index).find((earlier) => excludes(earlier.directive, each.directive));
        if (other) report(notBoth(other, each));
      }
      for (const [exact, other] of exactConflicts(pending)) report(noOutputFor(exact, other));
    }
  },
};

function notBoth(other: Pending, each: Pending): Fault {
  const message = `${named(each.directive)} and ${named(other.directive)} cannot both be met.`;
  return { message, hint: 'Keep one of them.', span: each.span };
}

function noOutputFor(exact: Pending, other: Pending): Fault {
  const message = `${named(exact.directive)} leaves no output that ${named(other.directive)} could be met by.`;
  const { span } = exact.span.start.offset > other.span.start.offset ? exact : other;
  return { message, hint: 'Keep one of them.', span };
}

/** What an expectation is called in a message. */
function named(directive: Directive): string {
  return isFence(directive) ? 'The `output` fence' : `\`${directive.source}\``;
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
