import {
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  SymbolKind,
} from 'vscode-languageserver/node';
import type { Block, Step } from '../engine/model/runbook.ts';
import { statementsOf, textOf } from '../engine/model/statements.ts';
import { isInHead } from './fences.ts';
import type { OpenPage } from './open-page.ts';
import { rangeOf } from './ranges.ts';

/** The steps of a page with their blocks; a step of a deeper heading stands below the one above it. */
export function symbols({ page }: OpenPage): readonly DocumentSymbol[] {
  const roots: DocumentSymbol[] = [];
  const open: { readonly depth: number; readonly symbol: DocumentSymbol }[] = [];
  for (const step of page.runbook.steps) {
    while ((open.at(-1)?.depth ?? 0) >= Math.max(step.depth, 1)) open.pop();
    const symbol = stepSymbol(step);
    const parent = open.at(-1)?.symbol;
    if (parent === undefined) roots.push(symbol);
    else {
      parent.children?.push(symbol);
      parent.range = { start: parent.range.start, end: symbol.range.end };
    }
    open.push({ depth: Math.max(step.depth, 1), symbol });
  }
  return roots;
}

function stepSymbol({ title, id, span, blocks }: Step): DocumentSymbol {
  const range = rangeOf(span);
  const children = blocks.filter(({ included }) => included !== true).map(blockSymbol);
  return {
    name: title || id,
    detail: id,
    kind: SymbolKind.Function,
    range,
    selectionRange: { start: range.start, end: range.start },
    children,
  };
}

function blockSymbol(block: Block): DocumentSymbol {
  const [first] = statementsOf([block]);
  const name = (first === undefined ? '' : textOf(first)).split('\n')[0]?.trim() || block.id;
  const range = rangeOf(block.span);
  return { name, detail: block.id, kind: SymbolKind.Event, range, selectionRange: range };
}

/** What can be folded: the front matter, steps, code blocks. */
export function folds({ page }: OpenPage): readonly FoldingRange[] {
  const { lines, fences, inert, sections, hasHead } = page;
  const spans = [...fences.map(({ fence }) => fence.span), ...inert.map(({ span }) => span)];
  const blocks = spans.map(({ start, end }) => fold(start.line, end.line));
  const headings = sections.flatMap(({ heading, end }) => {
    const line = heading?.position?.start.line;
    return line === undefined ? [] : [fold(line, end.line)];
  });
  let last = 1;
  while (hasHead && isInHead(lines, last + 1)) last += 1;
  const all = [...(hasHead ? [fold(1, last + 1, FoldingRangeKind.Region)] : []), ...headings, ...blocks];
  return all.filter(({ startLine, endLine }) => endLine > startLine);
}

function fold(from: number, to: number, kind?: FoldingRangeKind): FoldingRange {
  return { startLine: from - 1, endLine: to - 1, ...(kind === undefined ? {} : { kind }) };
}
