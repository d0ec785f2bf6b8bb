import { groupsOf } from './commands.ts';
import type { Rule } from './rule.ts';

/** Finds expectations below background commands alone, whose output goes to logs of their own. */
export const backgroundOnly: Rule = {
  code: 'parse/nothing-above',
  severity: 'error',
  check(page, report) {
    const message =
      'Only a background command stands above this expectation, and its output goes to a log of its own.';
    const hint = 'To look into its log write `# wait: log TEXT` right below it.';
    for (const { pending, made } of groupsOf(page)) {
      if (made.some(({ unit }) => !unit.background)) continue;
      for (const { span } of pending) report({ message, hint, span });
    }
  },
};
