import type { Page } from '../parse/page.ts';
import { suitsAnyStatus } from './exit-statuses.ts';
import type { Rule } from './rule.ts';

/**
 * Finds `# expect exit: any` alone. That a command may fail is worth saying beside a check of its output, or in a
 * cleanup.
 */
export const weakExit: Rule = {
  code: 'parse/weak-expectation',
  severity: 'warning',
  check({ shells }: Page, report) {
    for (const { pending } of shells.flatMap(({ fence, groups }) => (fence.cleanup ? [] : groups))) {
      const [only, more] = pending;
      if (!only || more || only.directive.negated || only.directive.kind !== 'exit') continue;
      if (!suitsAnyStatus(only.directive)) continue;
      const message = `\`${only.directive.source}\` alone can't fail: the command may end in any way.`;
      const hint = 'Say which status is right; to let the command fail write `|| true` behind it.';
      report({ message, hint, span: only.span });
    }
  },
};
