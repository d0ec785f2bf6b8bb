import { isRepeatable } from '../parse/repeat.ts';
import type { CommandLine } from '../shell/command-line.ts';
import { kubectlCommandsIn } from '../shell/kubectl.ts';
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
      const repeating = pending.filter((each) => wordThatRepeats(each) !== undefined);
      const last = made.at(-1);
      const verb =
        repeating.length > 0 && last && isRepeatable(last.unit) ? sideEffect(last.unit) : undefined;
      if (!verb) continue;
      for (const each of repeating) {
        const word = wordThatRepeats(each);
        const message = `\`${word}\` repeats \`kubectl ${verb}\`, which changes something each time.`;
        const hint = `Check the result with another command, or leave \`${word}\` out.`;
        report({ message, hint, span: each.span });
      }
    }
  },
};

/** The kubectl command of a statement that makes or removes something each time; undefined when there is none. */
function sideEffect(unit: Unit): string | undefined {
  const last = unit.nodes.at(-1);
  const lines = last ? kubectlCommandsIn({ ...unit, nodes: [last] }) : [];
  return lines.map(changingVerb).find((verb) => verb !== undefined);
}

function changingVerb({ verb, flags, command }: CommandLine): string | undefined {
  if (flags.has('dry-run') || command.place.function !== undefined) return undefined;
  if (verb === 'create' || verb === 'delete') return verb;
  return verb === 'run' && !flags.has('rm') ? verb : undefined;
}
