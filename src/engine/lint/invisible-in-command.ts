import { spanIn } from '../parse/block-text.ts';
import { unseenIn } from '../parse/characters.ts';
import { isBare } from './bare-text.ts';
import { runCommands } from './commands.ts';
import type { Rule } from './rule.ts';

/**
 * Finds blanks that are none and characters that nobody sees, which a word processor or a web page put into a command:
 * bash takes them for a part of a word. In quotes they may be meant.
 */
export const invisibleInCommand: Rule = {
  code: 'parse/invisible-character',
  severity: 'error',
  check(page, report) {
    for (const { fence, unit } of runCommands(page)) {
      const unseen = unseenIn(fence.block.text.slice(unit.from, unit.to)).find(({ at }) =>
        isBare(unit, unit.from + at),
      );
      if (!unseen) continue;
      const message = `There is ${unseen.name} in this command, which bash takes for a part of the word.`;
      const hint = 'Delete it, and type a space if one is meant.';
      const at = unit.from + unseen.at;
      report({ message, hint, span: spanIn(fence.block, at, at + 1) });
    }
  },
};
