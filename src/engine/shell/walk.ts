import { forEachChild, type SyntaxNode } from 'unbash';
import { type Place, placedChildren, top } from './place.ts';
import { readScript, type ShellSource, unlessTooDeep } from './read-script.ts';

/** Goes through all syntax of shell text, substitutions and function bodies included, outermost and leftmost first. */
export function walkShell(source: ShellSource, visit: (node: SyntaxNode, place: Place) => void): void {
  unlessTooDeep(() => {
    for (const node of readScript(source)) walkNode(node, top, visit);
  });
}

/** The same of one node that stands at a place. */
export function walkNode(
  node: SyntaxNode,
  place: Place,
  visit: (node: SyntaxNode, place: Place) => void,
): void {
  visit(node, place);
  const children = placedChildren(node, place);
  if (children === undefined) {
    forEachChild(node, (child) => walkNode(child, place, visit));
    return;
  }
  for (const child of children) walkNode(child.node, child.place, visit);
}
