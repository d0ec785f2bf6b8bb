import { fileURLToPath } from 'node:url';
import type { Root } from 'mdast';
import { pageLink } from '../src/site/links.ts';
import { walk } from '../src/site/walk.ts';

const root = fileURLToPath(new URL('src/content/docs/', import.meta.url));

/**
 * Links between pages of the guide are written as between files, `start.md#run-a-lab` or `../labs/lab0.md`, also to the
 * labs, which stand elsewhere: as the pages stand on the site. So the base of the site is in none of them.
 */
export function guideLinks({ page }: { readonly page: (slug: string) => string }) {
  return (tree: Root, { path }: { readonly path: string }): void => {
    if (!path.startsWith(root)) return;
    walk(tree, (node) => {
      if (node.type === 'link') node.url = pageLink(node.url, path, { root, page });
      return undefined;
    });
  };
}
