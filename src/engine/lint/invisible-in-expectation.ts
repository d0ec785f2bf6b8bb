import { unseenIn } from '../parse/characters.ts';
import type { Directive } from '../parse/directive.ts';
import { type DirectiveFault, eachDirective } from './directive-fault.ts';
import type { Rule } from './rule.ts';
import { isMetByAnyOutput } from './weak-expectation.ts';

/** Finds characters in expectations that nobody sees. Blanks match blanks of any sort; these only match themselves. */
export const invisibleInExpectation: Rule = {
  code: 'parse/invisible-character',
  severity: 'warning',
  check: eachDirective(unseen),
};

function unseen(directive: Directive): DirectiveFault | undefined {
  const { source } = directive;
  const found = unseenIn(source).find(({ character }) => !/\s/u.test(character) || character === '\ufeff');
  if (!found || isMetByAnyOutput(directive)) return undefined;
  const message = `There is ${found.name} in this expectation, which the output must have too.`;
  const hint = 'Delete it, or type the line anew.';
  return { message, hint, from: found.at, to: found.at + 1 };
}
