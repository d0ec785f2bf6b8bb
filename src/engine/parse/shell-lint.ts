import { forEachChild, type SyntaxNode } from 'unbash';
import type { Unit } from '../shell/split-statements.ts';

/** A stretch of a block's text. */
type Range = { readonly from: number; readonly to: number };

const placeholder = /<[A-Za-z][\w.-]*(?: [\w.-]+){0,3}>(?![\w./$"'&(])/y;

/** `<pod-name>` in a command: bash reads it as two redirections, of which the second overwrites a file. */
export function placeholdersIn(text: string, unit: Unit): readonly Range[] {
  if (!/<[A-Za-z][^<>\n]*>/.test(text.slice(unit.from, unit.to))) return [];
  const ranges: Range[] = [];
  const visit = (node: SyntaxNode) => {
    if (node.type === 'Script' && node.source !== undefined) return;
    if (node.type === 'Redirect' && node.operator === '<') {
      placeholder.lastIndex = node.pos;
      const found = placeholder.exec(text);
      if (found) ranges.push({ from: node.pos, to: node.pos + found[0].length });
    }
    forEachChild(node, visit);
  };
  for (const node of unit.nodes) visit(node);
  return ranges;
}

/** A placeholder that ends just before an offset, where bash misses the target of the redirection. */
export function placeholderBefore(text: string, offset: number): Range | undefined {
  const found = /<[A-Za-z][\w.-]*(?: [\w.-]+){0,3}>\s*$/.exec(text.slice(0, offset + 1));
  return found ? { from: found.index, to: found.index + found[0].trimEnd().length } : undefined;
}

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

/**
 * The part of a comment that zsh would act on when it is pasted, as interactive zsh takes `#` for a command by
 * default: redirections, pipes, `;`, substitutions, an odd quote. What stands in double quotes or parentheses is safe.
 */
export function pastingHazard(comment: string): Range | undefined {
  let depth = 0;
  for (let at = 0; at < comment.length; at += 1) {
    const character = comment.charAt(at);
    if (character === '"' || character === "'") {
      const close = comment.indexOf(character, at + 1);
      if (close < 0) return { from: at, to: at + 1 };
      at = close;
    } else if (character === '`' || comment.startsWith('$(', at)) return { from: at, to: at + 1 };
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (depth === 0 && /[;|<>&]/.test(character)) return { from: at, to: at + 1 };
  }
  return undefined;
}
