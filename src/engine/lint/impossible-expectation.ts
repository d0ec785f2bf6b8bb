import type { Directive } from '../parse/directive.ts';
import { groupsOf } from './commands.ts';
import type { Rule } from './rule.ts';

/** Finds `# expect not exit: any`: every command exits with some status. */
export const impossibleExpectation: Rule = {
  code: 'parse/impossible-expectation',
  severity: 'error',
  check(page, report) {
    const message = 'This can never pass: every command exits with some status.';
    const hint = 'Write `# expect exit: 0`, or leave the line out.';
    for (const { directive, span } of groupsOf(page).flatMap(({ pending }) => pending)) {
      if (directive.negated && asksForAnyStatus(directive)) report({ message, hint, span });
    }
  },
};

function asksForAnyStatus({ kind, args }: Directive): boolean {
  return (
    kind === 'exit' && typeof args === 'object' && args !== null && 'status' in args && args.status === 'any'
  );
}
