import type { Pending } from '../parse/group.ts';
import { groupsOf } from './commands.ts';
import type { Fault, Rule } from './rule.ts';

/** Finds checks that stand twice in a group. */
export const duplicateExpectation: Rule = {
  code: 'parse/duplicate-expectation',
  severity: 'warning',
  check(page, report) {
    for (const { pending } of groupsOf(page)) for (const fault of twice(pending)) report(fault);
  },
};

function twice(pending: readonly Pending[]): readonly Fault[] {
  if (pending.length < 2) return [];
  const lines = new Map<string, number>();
  return pending.flatMap(({ directive: { kind, args, negated, stream, withinMs, forMs }, span }) => {
    const key = JSON.stringify([kind, args, negated, stream, withinMs, forMs]);
    const line = lines.get(key);
    lines.set(key, line ?? span.start.line);
    if (line === undefined) return [];
    const message = `This check already stands at line ${line}.`;
    const hint = 'Keep one of them, or check something else.';
    return [{ message, hint, span }];
  });
}
