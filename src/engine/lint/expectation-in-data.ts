import { spanIn } from '../parse/block-text.ts';
import { hashLinesIn } from '../parse/comments.ts';
import { isData } from '../parse/is-data.ts';
import { recognise } from '../parse/recognise.ts';
import { allCommands } from './commands.ts';
import type { Rule } from './rule.ts';

/** Finds expectations in a here-document or a quote: text that a command is given. */
export const expectationInData: Rule = {
  code: 'parse/expectation-in-data',
  severity: 'warning',
  check(page, report) {
    for (const { fence, unit } of allCommands(page)) {
      for (const { text, from, to } of hashLinesIn(fence.block.text, unit)) {
        const { kind } = recognise(text);
        if ((kind !== 'expect' && kind !== 'wait') || !isData(unit, from)) continue;
        const message = `\`${text}\` is text that a command is given, not an expectation.`;
        const hint = 'Move it below the command if it is meant to be checked.';
        report({ message, hint, span: spanIn(fence.block, from, to) });
      }
    }
  },
};
