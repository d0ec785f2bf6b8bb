import { readDiagram } from '../diagram/read-diagram.ts';
import { spanIn } from '../parse/block-text.ts';
import type { Rule } from './rule.ts';

/** Finds what keeps a `diagram` block from being drawn. It hinders no run. */
export const badDiagram: Rule = {
  code: 'parse/bad-diagram',
  severity: 'warning',
  check({ inert }, report) {
    for (const { language, block } of inert) {
      if (language !== 'diagram') continue;
      for (const { line, from, to, message, hint } of readDiagram(block.text).problems) {
        const start = block.starts[line] ?? 0;
        report({ message, hint, span: spanIn(block, start + from, start + to) });
      }
    }
  },
};
