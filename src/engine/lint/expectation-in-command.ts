import { spanIn } from '../parse/block-text.ts';
import { hashLinesIn } from '../parse/comments.ts';
import { isData } from '../parse/is-data.ts';
import { recognise } from '../parse/recognise.ts';
import { allCommands } from './commands.ts';
import type { Rule } from './rule.ts';

/** Finds expectations inside a command: in a loop, below a pipe. They can't be judged there. */
export const expectationInCommand: Rule = {
  code: 'parse/misplaced-expectation',
  severity: 'error',
  check(page, report) {
    for (const { fence, unit } of allCommands(page)) {
      for (const { text, from, to } of hashLinesIn(fence.block.text, unit)) {
        const { kind } = recognise(text);
        if (kind === 'prose' || kind === 'arrow' || isData(unit, from)) continue;
        const line = spanIn(fence.block, Math.max(unit.from, unit.to - 1), unit.to).start.line;
        const message = `\`${text}\` stands inside a command.`;
        const hint = `Expectations stand between commands: move it below line ${line}.`;
        report({ message, hint, span: spanIn(fence.block, from, to) });
      }
    }
  },
};
