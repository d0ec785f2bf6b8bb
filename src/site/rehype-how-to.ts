import type { VFile } from 'vfile';
import { howTo } from './how-to.ts';

type Tree = { readonly children: unknown[] };

/**
 * Puts a runbook's structured data behind its content. It has its place behind the sanitiser, which lets no script of an
 * author through: this one runs nothing.
 */
export function rehypeHowTo(): (tree: unknown, file: Pick<VFile, 'data'>) => void {
  return (tree, { data }) => {
    if (!data.runbook) return;
    // A `<` could end the element.
    const value = JSON.stringify(howTo(data.runbook)).replaceAll('<', '\\u003c');
    (tree as Tree).children.push({
      type: 'element',
      tagName: 'script',
      properties: { type: 'application/ld+json' },
      children: [{ type: 'text', value }],
    });
  };
}
