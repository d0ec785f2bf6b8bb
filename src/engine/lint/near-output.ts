import { nearest } from '../diagnostics/nearest.ts';
import { type CodeBlock, plainWords } from '../parse/fence.ts';
import type { Fault, Rule } from './rule.ts';

/** Finds a misspelt `output`: a check that nobody makes. */
export const nearOutput: Rule = {
  code: 'parse/lookalike-expectation',
  severity: 'error',
  check({ inert }, report) {
    for (const code of inert) {
      const fault = code.fenced ? misspeltOutput(code) : undefined;
      if (fault) report(fault);
    }
  },
};

function misspeltOutput({ language, info, opening, spanOfWord }: CodeBlock): Fault | undefined {
  const flags = plainWords(info);
  const near = (word: string) => nearest(word, ['output']) !== undefined;
  if (near(language)) {
    const message = `\`${language}\` looks like \`output\`, but the block is only shown.`;
    return { message, hint: 'Write `output`.', span: opening };
  }
  const misspelt = language === 'json' ? flags.find(({ key }) => near(key)) : undefined;
  if (misspelt) {
    const message = `\`${misspelt.key}\` looks like \`output\`, but the block is only shown.`;
    return { message, hint: 'Write `json output`.', span: spanOfWord(misspelt) };
  }
  const output = flags.find(({ key }) => key === 'output');
  if (!output) return undefined;
  const message = `\`${language} output\` looks like expected output, but the block is only shown.`;
  const hint = 'Write `output`, or `json output` to compare JSON; to only show it leave `output` out.';
  return { message, hint, span: spanOfWord(output) };
}
