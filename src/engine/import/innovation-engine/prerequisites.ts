import type { Nodes } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { Edit } from '../../format/edits.ts';
import { pointAt } from '../../parse/lines.ts';
import type { Conversion, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';

/** Links to pages that run first, in a section "Prerequisites": they are included, in the same shell as there. */
export function prerequisites({ tree, lines, lineEnd }: ImportSource): Conversion {
  const edits: Edit[] = [];
  const remarks: Remark[] = [];
  let inside = false;
  for (const node of tree.children) {
    if (node.type === 'heading' && node.depth === 2) inside = textOf(node).trim() === 'Prerequisites';
    if (!inside || !node.position || !isProse(node)) continue;
    const from = pointAt(lines, node.position.start.line, node.position.start.column).offset;
    const to = pointAt(lines, node.position.end.line, node.position.end.column).offset;
    const paths = [...lines.text.slice(from, to).matchAll(/\]\(\s*([^)\s#?]+\.md)\s*\)/g)].map(
      ([, path = '']) => path,
    );
    const local = paths.filter((path) => !/^(?:[a-z]+:|\/)/i.test(path));
    edits.push({
      from: to,
      to,
      text: local.map((path) => `${lineEnd}${lineEnd}<!-- include: ${path} -->`).join(''),
    });
    for (const path of paths)
      remarks.push({ kind: 'note', at: { from, to: from }, message: messageOf(path, local) });
  }
  return { edits: edits.filter(({ text }) => text !== ''), remarks };
}

function isProse({ type }: Nodes): boolean {
  return type === 'paragraph' || type === 'list' || type === 'blockquote';
}

function messageOf(path: string, local: readonly string[]): string {
  return local.includes(path)
    ? `\`${path}\` runs here, as part of this page (\`include\`): import it too.`
    : `The prerequisite \`${path}\` is not beside this page: what it does is not run.`;
}
