type Node = { tagName?: string; properties?: Record<string, unknown>; children?: Node[] };

/** Tables and code scroll where they are wider than the page; so that a keyboard can do it, they take the focus. */
function focus(node: Node, name: string): void {
  if (node.tagName === name) node.properties = { ...node.properties, tabIndex: 0 };
  for (const child of node.children ?? []) focus(child, name);
}

/** For rehype, behind the sanitiser. */
export function focusableTables() {
  return (tree: object): void => focus(tree, 'table');
}

/**
 * For Expressive Code. Its own script does it too, once the browser has nothing else to do, and takes the focus from
 * what isn't too wide; this is for the time before, and for readers without JavaScript.
 */
export const focusableCode = {
  name: 'focusable code',
  hooks: {
    postprocessRenderedBlock: ({ renderData }: { renderData: { blockAst: object } }): void =>
      focus(renderData.blockAst, 'pre'),
  },
};
