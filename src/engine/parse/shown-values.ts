import type { Html, InlineCode, Nodes } from 'mdast';
import { nearest } from '../diagnostics/nearest.ts';
import { findInLine, matcherOf } from '../expectations/match.ts';
import { parsePattern } from '../expectations/pattern.ts';
import type { Runbook, ShownValue, Step } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import { blocksOf } from '../model/statements.ts';
import { type Lines, spanOf } from './lines.ts';
import { readTree } from './markdown-tree.ts';
import type { Report } from './report.ts';

/** A comment that is meant as ours. */
const meant = /^<!--\s*shown\s+by\b/;

/** `shown by endpoints` and `shown by endpoints: 240.240.0.x`. */
const comment = /^<!--\s*shown\s+by\s+([\w./-]+?)\s*(?::\s*(.*?)\s*)?-->$/s;

/**
 * Values in the prose that are bound to what a block prints: `` `240.240.0.2`<!-- shown by endpoints: 240.240.0.x --> ``.
 * A comment that binds nothing is reported.
 */
export function readShownValues(
  lines: Lines,
  steps: readonly Step[],
  report: Report,
): Pick<Runbook, 'shown'> {
  // Nearly no page has one, and the tree with what is inside of lines takes time.
  if (!/<!--\s*shown\s+by\b/.test(lines.text)) return {};
  const blocks = blocksOf({ steps }).map(({ id }) => id);
  const shown = [...pairsIn(readTree(lines.text))].flatMap(([code, html]) => {
    const read = readValue(code, { lines, html, blocks });
    if ('value' in read) return [read.value];
    report({ code: 'parse/shown-value', severity: 'error', ...read });
    return [];
  });
  return shown.length === 0 ? {} : { shown };
}

/** Comments that are meant as ours, with the code in front of them. */
function* pairsIn(node: Nodes): Generator<readonly [InlineCode | undefined, Html]> {
  if (!('children' in node)) return;
  for (const [at, child] of node.children.entries()) {
    if (child.type === 'html' && meant.test(child.value)) {
      const before = node.children[at - 1];
      yield [before?.type === 'inlineCode' ? before : undefined, child];
    } else yield* pairsIn(child);
  }
}

type Reading = { readonly lines: Lines; readonly html: Html; readonly blocks: readonly string[] };

type Problem = { readonly message: string; readonly hint: string; readonly span: Span };

const form =
  'Write `` `240.240.0.2`<!-- shown by endpoints: 240.240.0.x --> ``: a value, a block, a pattern.';

/** So many names are read; a page may have hundreds. */
const mostNamed = 8;

function blocksThereAre(word: string, blocks: readonly string[]): string {
  const likely = nearest(word, blocks);
  if (likely !== undefined) return `Did you mean \`${likely}\`?`;
  const named = blocks.slice(0, mostNamed).map((id) => `\`${id}\``);
  const more = blocks.length > mostNamed ? `, and ${blocks.length - mostNamed} more` : '';
  return `Blocks of this page are ${named.join(', ') || 'none'}${more}.`;
}

function readValue(
  code: InlineCode | undefined,
  { lines, html, blocks }: Reading,
): { readonly value: ShownValue } | Problem {
  const span = spanOfNode(lines, html);
  if (code === undefined)
    return { message: 'No `code` stands directly before this comment.', hint: form, span };
  const [, block, written = ''] = comment.exec(html.value) ?? [];
  if (block === undefined) return { message: 'The comment names no block.', hint: form, span };
  if (!blocks.includes(block)) {
    return { message: `The page has no block \`${block}\`.`, hint: blocksThereAre(block, blocks), span };
  }
  if (written !== '' && !isWholly(code.value, written)) {
    const message = `The pattern \`${written}\` does not match the value \`${code.value}\` before it.`;
    return { message, hint: 'Write a pattern that matches exactly the value.', span };
  }
  return {
    value: {
      text: code.value,
      block,
      span: spanOfNode(lines, code),
      ...(written === '' ? {} : { pattern: written }),
    },
  };
}

function isWholly(text: string, pattern: string): boolean {
  const found = findInLine(matcherOf(parsePattern(pattern)), text);
  return found !== undefined && found.from === 0 && found.to === text.length;
}

/** Markdown's own offsets leave a byte order mark out. */
function spanOfNode(lines: Lines, { position }: Nodes): Span {
  const shift = lines.starts[0] ?? 0;
  return spanOf(lines, (position?.start.offset ?? 0) + shift, (position?.end.offset ?? 0) + shift);
}
