import { forEachChild, type SyntaxNode } from 'unbash';
import type { Unit } from '../shell/split-statements.ts';

const dataTypes: ReadonlySet<SyntaxNode['type']> = new Set([
  'AnsiCQuoted',
  'DoubleQuoted',
  'HereDocBody',
  'LocaleString',
  'SingleQuoted',
]);

/** Whether an offset in a statement is text that a command is given (a here-document, a quote) and no code. */
export function isData(unit: Unit, offset: number): boolean {
  let data = false;
  const visit = (node: SyntaxNode) => {
    if (node.type === 'Script' && node.source !== undefined) return;
    if (node.pos <= offset && offset < node.end) {
      if (dataTypes.has(node.type)) data = true;
      else if (node.type === 'Script') data = false;
    }
    forEachChild(node, visit);
  };
  for (const node of unit.nodes) visit(node);
  return data;
}
