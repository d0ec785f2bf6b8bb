import { forEachChild, type SyntaxNode } from 'unbash';
import { spanIn } from '../parse/block-text.ts';
import { placeholderFault } from '../parse/problem.ts';
import type { Unit } from '../shell/split-statements.ts';
import { runCommands } from './commands.ts';
import type { Rule } from './rule.ts';

/** A stretch of a block's text. */
type Range = { readonly from: number; readonly to: number };

const form = /<[A-Za-z][\w.-]*(?: [\w.-]+){0,3}>(?![\w./$"'&(])/y;

/** `<pod-name>` in a command: bash reads it as two redirections, of which the second overwrites a file. */
function placeholdersIn(text: string, unit: Unit): readonly Range[] {
  if (!/<[A-Za-z][^<>\n]*>/.test(text.slice(unit.from, unit.to))) return [];
  const ranges: Range[] = [];
  const visit = (node: SyntaxNode) => {
    if (node.type === 'Script' && node.source !== undefined) return;
    if (node.type === 'Redirect' && node.operator === '<') {
      form.lastIndex = node.pos;
      const found = form.exec(text);
      if (found) ranges.push({ from: node.pos, to: node.pos + found[0].length });
    }
    forEachChild(node, visit);
  };
  for (const node of unit.nodes) visit(node);
  return ranges;
}

/** Finds `<pod-name>` in commands. */
export const placeholder: Rule = {
  code: 'parse/placeholder',
  severity: 'error',
  check(page, report) {
    for (const { fence, unit } of runCommands(page)) {
      const { block } = fence;
      for (const { from, to } of placeholdersIn(block.text, unit)) {
        report({ ...placeholderFault(block.text.slice(from, to)), span: spanIn(block, from, to) });
      }
    }
  },
};
