import type { NotRun } from '../model/runbook.ts';
import { blocksOf } from '../model/statements.ts';
import type { Rule } from './rule.ts';

/** Finds commands in languages that nothing runs, each language once. On a page that runs nothing it goes without saying. */
export const foreignLanguage: Rule = {
  code: 'parse/foreign-language',
  severity: 'note',
  check({ runbook }, report) {
    if (blocksOf(runbook).length === 0) return;
    const unsaid = runbook.notRun.filter(({ why, skip }) => why === 'language' && skip === undefined);
    for (const [name, blocks] of Map.groupBy(unsaid, (block) => block.name)) {
      const [first] = blocks;
      const message = `${counted(name, blocks)} only shown: a run says nothing of what stands there.`;
      const hint =
        'What is to run stands in `bash`, `sh` or `shell`, or has `exec=` with its interpreter; what is only to be shown may say `skip`.';
      if (first) report({ message, hint, span: first.span });
    }
  },
};

function counted(name: string, blocks: readonly NotRun[]): string {
  const lines = blocks.map(({ span }) => span.start.line).join(', ');
  return blocks.length === 1
    ? `This \`${name}\` block is`
    : `The ${blocks.length} \`${name}\` blocks (lines ${lines}) are`;
}
