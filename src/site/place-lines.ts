import type { Nodes, Root } from 'mdast';

/**
 * Puts the nodes of a tree on the lines on which they are in the file: some pipelines, such as Astro's loaders, hand over
 * what is below the front matter, and count lines from there.
 * @param whole The text of the file.
 * @param given What the tree was made of.
 */
export function placeLines(tree: Root, whole: string, given: string): void {
  const [all, part] = [whole.trimEnd(), given.trimEnd()];
  if (all === part || part === '' || !all.endsWith(part)) return;
  const lines = all.slice(0, all.length - part.length).split('\n').length - 1;
  if (lines > 0) moveDown(tree, lines);
}

function moveDown(node: Nodes, lines: number): void {
  const { position } = node;
  if (position) {
    position.start.line += lines;
    position.end.line += lines;
  }
  if ('children' in node) for (const child of node.children) moveDown(child, lines);
}
