import { spanIn } from '../parse/block-text.ts';
import { recognise } from '../parse/recognise.ts';
import type { Rule } from './rule.ts';

/** Finds comments such as `# → HTTP 200`: a habit of other pages, which checks nothing. */
export const arrowComment: Rule = {
  code: 'parse/arrow-comment',
  severity: 'warning',
  check({ shells }, report) {
    for (const { fence, comments } of shells) {
      for (const { text, place, from, to } of comments) {
        const recognised = recognise(text);
        if (recognised.kind !== 'arrow') continue;
        const isSure = place === 'alone' && !/^#+\s*[-=]/.test(text);
        const command = isSure ? 'runbook fmt' : 'runbook fmt --arrows';
        const message = `The arrow comment \`${text}\` checks nothing.`;
        const hint = `Write \`${recognised.fix}\`, or let \`${command}\` do it.`;
        report({ message, hint, span: spanIn(fence.block, from, to) });
      }
    }
  },
};
