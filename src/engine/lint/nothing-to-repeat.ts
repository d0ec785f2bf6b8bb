import { isFence } from '../model/statements.ts';
import type { Made, Pending } from '../parse/group.ts';
import { isRepeatable } from '../parse/repeat.ts';
import { groupsOf } from './commands.ts';
import type { Fault, Rule } from './rule.ts';

/** Finds `within` and `for` below a command that shows nothing new when it is repeated. */
export const nothingToRepeat: Rule = {
  code: 'parse/nothing-to-repeat',
  severity: 'error',
  check(page, report) {
    for (const { pending, made } of groupsOf(page)) {
      const last = made.at(-1);
      if (!last || isRepeatable(last.unit) || made.every(({ unit }) => unit.background)) continue;
      for (const each of pending) {
        const word = wordThatRepeats(each);
        if (word) report({ ...wording(each, word, last, made), span: each.span });
      }
    }
  },
};

/** The word of an expectation that has its command repeated; undefined when it has none. */
export function wordThatRepeats({ directive }: Pending): 'within' | 'for' | undefined {
  if (directive.withinMs !== undefined) return 'within';
  return directive.forMs === undefined ? undefined : 'for';
}

function wording(
  { directive }: Pending,
  word: string,
  last: Made,
  made: readonly Made[],
): Omit<Fault, 'span'> {
  const message = `Nothing sensible to repeat: the command above is \`${firstLine(last)}\`.`;
  if (isFence(directive)) {
    const way = `Put \`${firstLine(last)}\` into a block of its own below this fence`;
    return { message, hint: `${way}, or leave \`${word}\` out.` };
  }
  const better = made.findLast(({ unit }) => isRepeatable(unit));
  const hint = better
    ? `Put the expectation directly below \`${firstLine(better)}\` (line ${better.statement.span.start.line}).`
    : `Leave \`${word}\` out.`;
  return { message, hint };
}

function firstLine({ statement: { action } }: Made): string {
  const script = action.kind === 'shell' ? action.script : '';
  const line = script.split('\n')[0] ?? '';
  return line.length > 50 ? `${line.slice(0, 49)}…` : line;
}
