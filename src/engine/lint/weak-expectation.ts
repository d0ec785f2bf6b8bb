import type { Directive } from '../parse/directive.ts';
import { type DirectiveFault, eachDirective } from './directive-fault.ts';
import type { Rule } from './rule.ts';

/** Finds checks that are met by any output at all. */
export const weakExpectation: Rule = {
  code: 'parse/weak-expectation',
  severity: 'warning',
  check: eachDirective(weakCheck),
};

/** `# expect: ...` is met by any output. */
function weakCheck(directive: Directive): DirectiveFault | undefined {
  if (!isMetByAnyOutput(directive)) return undefined;
  const { source, negated } = directive;
  const plain = negated ? '# expect: no output' : '# expect not: no output';
  const message = `\`${source}\` says no more than \`${plain}\`: any output at all has it.`;
  const hint = negated ? `Write \`${plain}\`.` : `Say what must be printed, or write \`${plain}\`.`;
  return { message, hint, from: 0, to: source.length };
}

/** Outputs that have nothing in common: what all of them meet says nothing about any. */
const outputs = ['q\n', '7 7\n', '%\n', 'lorem ipsum\n\n== 12 ==\n'];

const exits = [{ exitCode: 0, pipeStatus: [0] }];

/**
 * Tries an expectation on outputs that no author could mean. Whether it looks for anything at all: `not` left aside,
 * it is met by any output.
 */
export function isMetByAnyOutput({ kindRule, args, text }: Directive): boolean {
  // Most patterns have a word in them, and a word is not in all outputs.
  if (!kindRule.readsOutput || (kindRule.name !== 'regex' && /^[^—←#]*\w\w/u.test(text))) return false;
  // The kind's own search runs in a world of its own, which takes longer to set up than all the rest of a parse.
  if (kindRule.name === 'regex') return meetsAll(new RegExp(String(args)));
  return outputs.every((text) => {
    const watch = kindRule.watch(args, { variables: {}, negated: false });
    watch.take({ shown: text, printed: text });
    return watch.finding({ exits, kept: text }).result === 'found';
  });
}

function meetsAll(expression: RegExp): boolean {
  return outputs.every((text) =>
    text
      .trimEnd()
      .split('\n')
      .some((line) => expression.test(line)),
  );
}
