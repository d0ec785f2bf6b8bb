import type { Command, SyntaxNode } from 'unbash';
import { verbOf } from '../parse/command-words.ts';
import { isRepeatable } from '../parse/repeat.ts';
import type { Unit } from '../shell/split-statements.ts';
import { groupsOf } from './commands.ts';
import { wordThatRepeats } from './nothing-to-repeat.ts';
import type { Rule } from './rule.ts';

/** Finds `within` and `for` below a command that changes something each time. */
export const repeatsSideEffects: Rule = {
  code: 'parse/repeats-side-effects',
  severity: 'warning',
  check(page, report) {
    for (const { pending, made } of groupsOf(page)) {
      const last = made.at(-1);
      const verb = last && isRepeatable(last.unit) ? sideEffect(last.unit) : undefined;
      if (!verb) continue;
      for (const each of pending) {
        const word = wordThatRepeats(each);
        const message = `\`${word}\` repeats \`kubectl ${verb}\`, which changes something each time.`;
        const hint = `Check the result with another command, or leave \`${word}\` out.`;
        if (word) report({ message, hint, span: each.span });
      }
    }
  },
};

/** The kubectl command in a statement that makes or removes something each time: `delete`; undefined when there is none. */
function sideEffect(unit: Unit): string | undefined {
  const words = firstCommand(unit.nodes.at(-1)?.command)?.suffix.flatMap((word) =>
    word.type === 'Word' ? [word.value] : [],
  );
  if (!words || firstCommand(unit.nodes.at(-1)?.command)?.name?.value !== 'kubectl') return undefined;
  const verb = verbOf(words);
  if (verb === 'create' || verb === 'delete') return verb;
  return verb === 'run' && !words.includes('--rm') ? verb : undefined;
}

function firstCommand(node: SyntaxNode | undefined): Command | undefined {
  if (node?.type === 'Pipeline' || node?.type === 'AndOr') return firstCommand(node.commands[0]);
  return node?.type === 'Command' ? node : undefined;
}
