import type { RootContent } from 'mdast';

/** `<details>` with its summary, as GitHub folds it. */
export type Fold = {
  readonly type: 'fold';
  readonly summary: string;
  readonly children: readonly Foldable[];
};

export type Foldable = RootContent | Fold;

type Open = { readonly summary: string; readonly children: Foldable[] };

/**
 * Puts what stands between `<details>` and `</details>` into folds. Markdown reads the tags as HTML of their own when
 * blank lines stand around them; a fold that is never closed ends with its parent.
 */
export function withFolds(nodes: readonly RootContent[]): readonly Foldable[] {
  const root: Open = { summary: '', children: [] };
  const open: Open[] = [root];
  const close = (): void => {
    const done = open.length > 1 ? open.pop() : undefined;
    if (done) open.at(-1)?.children.push({ type: 'fold', ...done });
  };
  for (const node of nodes) {
    if (node.type !== 'html') open.at(-1)?.children.push(node);
    else {
      const opening = /^<details\b[^>]*>/i.test(node.value.trim());
      if (opening) open.push({ summary: summaryOf(node.value), children: bodyOf(node.value) });
      if (/<\/details\s*>/i.test(node.value)) close();
      else if (!opening) open.at(-1)?.children.push(node);
    }
  }
  while (open.length > 1) close();
  return root.children;
}

/** HTML without its tags and comments. */
export function htmlText(html: string): string {
  return html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<[^>]*>/g, '')
    .trim();
}

function summaryOf(html: string): string {
  const [, summary = ''] = /<summary\b[^>]*>([\s\S]*?)<\/summary\s*>/i.exec(html) ?? [];
  return htmlText(summary) || 'Details';
}

/** What stands in the same piece of HTML as the tags, with no blank line between. */
function bodyOf(html: string): Foldable[] {
  const rest = html.replace(/<summary\b[^>]*>[\s\S]*?<\/summary\s*>/i, '');
  const value = htmlText(rest);
  return value === '' ? [] : [{ type: 'paragraph', children: [{ type: 'text', value }] }];
}
