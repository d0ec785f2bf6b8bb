import type { Root } from 'hast';

/**
 * Keeps what a fence says after its language, such as `title="…"`: rehype-raw reads the page anew and would lose it,
 * but for what is an attribute. Expressive Code reads this one.
 */
export const keepMeta = () => (tree: Root) => {
  const visit = (node: Root | Root['children'][number]): void => {
    if (node.type === 'element' && node.tagName === 'code' && node.data?.meta) {
      node.properties.metastring = node.data.meta;
    }
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(tree);
};
