import type { Nodes, Parents, RootContent } from 'mdast';

/**
 * Visits every node below `parent`, in document order, and puts what `visit` returns in its place.
 * Returning nothing keeps the node and goes on with its children; replacements aren't visited again.
 */
export function walk(parent: Parents, visit: (node: Nodes) => readonly Nodes[] | undefined): void {
  const children: RootContent[] = [];
  for (const child of parent.children) {
    const replacement = visit(child);
    if (replacement === undefined && 'children' in child) walk(child, visit);
    children.push(...((replacement ?? [child]) as readonly RootContent[]));
  }
  parent.children = children as typeof parent.children;
}
