import { isYaml, plainWords } from '../parse/fence.ts';
import type { Rule } from './rule.ts';

/** Finds `yaml apply assert`: a block changes a cluster, or looks at it. */
export const applyAndAssert: Rule = {
  code: 'parse/conflicting-options',
  severity: 'error',
  check({ inert }, report) {
    for (const { language, info, spanOfWord } of inert) {
      if (!isYaml(language)) continue;
      const [first, second] = plainWords(info).filter(({ key }) => key === 'apply' || key === 'assert');
      if (!first || !second || first.key === second.key) continue;
      const message = '`apply` changes the cluster and `assert` only looks at it: a block does one of them.';
      const hint = 'Keep one of them, and write a second block for the other.';
      report({ message, hint, span: spanOfWord(second) });
    }
  },
};
