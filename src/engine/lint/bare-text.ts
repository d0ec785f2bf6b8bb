import { forEachChild, type SyntaxNode } from 'unbash';
import { isData } from '../parse/is-data.ts';
import type { Unit } from '../shell/split-statements.ts';

/** Whether an offset stands in a word of a command, outside of quotes: in no comment, and in no text that is handed on. */
export function isBare(unit: Unit, offset: number): boolean {
  return isInWord(unit, offset) && !isData(unit, offset);
}

/** Whether an offset is in a word of a command rather than in a comment inside it. */
function isInWord(unit: Unit, offset: number): boolean {
  let found = false;
  const visit = (node: SyntaxNode) => {
    if (node.type === 'Script' && node.source !== undefined) return;
    if (node.type === 'Word' && node.pos <= offset && offset < node.end) found = true;
    forEachChild(node, visit);
  };
  for (const node of unit.nodes) visit(node);
  return found;
}
