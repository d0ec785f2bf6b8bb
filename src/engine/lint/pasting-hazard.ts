import type { Directive } from '../parse/directive.ts';
import { type DirectiveFault, eachDirective } from './directive-fault.ts';
import type { Rule } from './rule.ts';
import { isMetByAnyOutput } from './weak-expectation.ts';

/** Finds expectations of which a part would run when they are pasted into zsh. */
export const pastingHazard: Rule = {
  code: 'parse/pasting-hazard',
  severity: 'warning',
  check: eachDirective(hazard),
};

function hazard(directive: Directive): DirectiveFault | undefined {
  const { source } = directive;
  const range = hazardIn(source);
  if (!range || isMetByAnyOutput(directive)) return undefined;
  const character = source.slice(range.from, range.to);
  const shown = character === '`' ? 'A backtick' : `\`${character}\``;
  return {
    message: `${shown} in this comment means something to zsh, which reads pasted comments as commands.`,
    hint:
      directive.kind === 'json' && /[<>]/.test(character)
        ? 'Write `at least`, `at most`, `more than` or `less than`.'
        : 'Put the text in double quotes, or replace the character by `...`.',
    ...range,
  };
}

/**
 * The part of a comment that zsh would act on when it is pasted, as interactive zsh takes `#` for a command by
 * default: redirections, pipes, `;`, substitutions, an odd quote. What stands in double quotes or parentheses is safe.
 */
export function hazardIn(comment: string): { readonly from: number; readonly to: number } | undefined {
  let depth = 0;
  for (let at = 0; at < comment.length; at += 1) {
    const character = comment.charAt(at);
    if (character === '"' || character === "'") {
      const close = comment.indexOf(character, at + 1);
      if (close < 0) return { from: at, to: at + 1 };
      at = close;
    } else if (character === '`' || comment.startsWith('$(', at)) return { from: at, to: at + 1 };
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (depth === 0 && /[;|<>&]/.test(character)) return { from: at, to: at + 1 };
  }
  return undefined;
}
