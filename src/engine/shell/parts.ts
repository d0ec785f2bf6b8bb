import type { SyntaxNode } from 'unbash';
import { walkShell } from './walk.ts';
import { commentsIn } from './without-comments.ts';

/** What a stretch of shell text is to a reader. */
export type ShellPart = {
  readonly kind: 'command' | 'option' | 'variable' | 'text' | 'comment';
  /** Offsets in the text. */
  readonly from: number;
  readonly to: number;
};

/**
 * The parts of shell text that are told apart by colours, in the order in which they are painted: a later one lies
 * inside of an earlier one, or beside it. What can't be read has none.
 */
export function shellParts(script: string): readonly ShellPart[] {
  const parts: ShellPart[] = [];
  walkShell(script, (node, { within }) => {
    // The offsets of what stands in quotes or backticks mean nothing here.
    if (within === undefined) parts.push(...partsOf(node));
  });
  return [...parts, ...commentsIn(script).map((range) => ({ kind: 'comment' as const, ...range }))];
}

function partsOf(node: SyntaxNode): readonly ShellPart[] {
  const part = (kind: ShellPart['kind'], { pos, end }: { readonly pos: number; readonly end: number }) => ({
    kind,
    from: pos,
    to: end,
  });
  switch (node.type) {
    case 'Command': {
      const options = node.args.filter((word) => word.type === 'Word' && word.text.startsWith('-'));
      return [...(node.name ? [part('command', node.name)] : []), ...options.map((it) => part('option', it))];
    }
    case 'SingleQuoted':
    case 'DoubleQuoted':
    case 'AnsiCQuoted':
    case 'HereDocBody':
      return [part('text', node)];
    case 'SimpleExpansion':
    case 'ParameterExpansion':
      return [part('variable', node)];
    default:
      return [];
  }
}
