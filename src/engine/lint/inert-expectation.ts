import { spanIn } from '../parse/block-text.ts';
import { type CodeBlock, isYaml } from '../parse/fence.ts';
import { recognise } from '../parse/recognise.ts';
import { inertCode, nearlyShell } from './inert-code.ts';
import type { Fault, Rule } from './rule.ts';

/** Pages about runbooks show runbooks. */
const documents: ReadonlySet<string> = new Set(['diff', 'markdown', 'md', 'mdx']);

/** A block with a fence in it shows a page too, whatever its language says. */
const showsPage = /^[ \t]*(?:`{3,}|~{3,})/m;

/** Finds expectations in blocks that don't run: checks that nobody makes. */
export const inertExpectation: Rule = {
  code: 'parse/inert-expectation',
  severity: 'warning',
  check(page, report) {
    for (const code of inertCode(page)) {
      if (!documents.has(code.language) && !showsPage.test(code.block.text))
        expectationsIn(code).forEach(report);
    }
  },
};

function expectationsIn(code: CodeBlock): readonly Fault[] {
  const { block, language } = code;
  return block.text.split('\n').flatMap((row, index) => {
    const comment = row.trim();
    const { kind } = comment.startsWith('#') ? recognise(comment) : { kind: 'prose' };
    if (kind !== 'expect' && kind !== 'wait') return [];
    const from = (block.starts[index] ?? 0) + row.indexOf('#');
    const message = `\`${comment}\` stands in ${called(code)}, which does not run: nothing is checked.`;
    const runs = isYaml(language) ? '`yaml apply …`' : '`bash`';
    const hint = `Fence the block with ${runs}, or remove the line.`;
    const severity = nearlyShell.has(language) ? 'error' : 'warning';
    return [{ severity, message, hint, span: spanIn(block, from, from + comment.length) }];
  });
}

function called({ fenced, language }: CodeBlock): string {
  if (!fenced) return 'indented code';
  return language ? `a \`${language}\` block` : 'a block without a language';
}
