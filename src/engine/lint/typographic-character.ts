import { spanIn } from '../parse/block-text.ts';
import { isBare } from './bare-text.ts';
import { runCommands } from './commands.ts';
import type { Fault, Rule } from './rule.ts';

/** Finds round quotes, and dashes in front of options, which a word processor made: to bash they are letters. */
export const typographicCharacter: Rule = {
  code: 'parse/typographic-character',
  severity: 'warning',
  check(page, report) {
    for (const { fence, unit } of runCommands(page)) {
      const text = fence.block.text.slice(unit.from, unit.to);
      const found = [...text.matchAll(/[“”„‘’]|(?<=\s)[–—](?=[A-Za-z])/gu)].find(({ index }) =>
        isBare(unit, unit.from + index),
      );
      if (!found) continue;
      const at = unit.from + found.index;
      report({ ...wording(found[0]), span: spanIn(fence.block, at, at + 1) });
    }
  },
};

function wording(character: string): Pick<Fault, 'message' | 'hint'> {
  const dash = /[–—]/u.test(character);
  const message = dash
    ? `\`${character}\` begins no option: bash hands it on like a letter.`
    : `\`${character}\` is no quote to bash: it becomes a part of the word.`;
  return { message, hint: dash ? 'Write `-` or `--`.' : 'Write `"` or `\'`.' };
}
