import { fileURLToPath } from 'node:url';
import type { Root } from 'mdast';
import { pageLink } from '../src/site/links.ts';
import { walk } from '../src/site/walk.ts';

const root = fileURLToPath(new URL('src/content/docs/', import.meta.url));

/**
 * Links between pages of the guide are written as between files, `start.md#run-a-lab` or `../labs/lab0.md`, also to the
 * labs, which stand elsewhere: as the pages stand on the site. So the base of the site is in
 * none of them. Files of the site that aren't pages are written as `/name`.
 */
export function guideLinks({
  page,
  base,
}: {
  readonly page: (slug: string) => string;
  readonly base: string;
}) {
  return (tree: Root, { path }: { readonly path: string }): void => {
    if (!path.startsWith(root)) return;
    walk(tree, (node) => {
      if (node.type !== 'link') return undefined;
      node.url = node.url.startsWith('/') ? base + node.url : pageLink(node.url, path, { root, page });
      return undefined;
    });
  };
}
