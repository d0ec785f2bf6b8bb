import { hintedChecks } from '../../format/arrows/hinted-checks.ts';
import type { Edit, Range } from '../../format/edits.ts';
import { lineText } from '../../parse/lines.ts';
import { convertArrows, type SourceHint } from '../arrows/convert-arrows.ts';
import type { Row } from '../fence-source.ts';
import type { Conversion, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { type OutlinePart, readOutline } from './outline.ts';

/** Turns a plain text into Markdown: headings, folds, fences around commands, and expectations for its arrows. */
export function convertPlainText(source: ImportSource): Conversion {
  const edits: Edit[] = [];
  const remarks: Remark[] = [];
  let hints: readonly SourceHint[] = [];
  for (const part of readOutline(source.lines)) {
    switch (part.kind) {
      case 'heading':
        hints = [];
        edits.push(...headingEdits(part, source));
        break;
      case 'fold':
        edits.push(...foldEdits(part, source));
        break;
      case 'paragraph':
        hints = [...hints, ...hintsIn(rangeOf(part, source), source)];
        break;
      case 'commands': {
        const done = convertArrows({ rows: rowsOf(part, source), prefix: '', hints }, source);
        edits.push(...fenceEdits(part, source, done.edits));
        remarks.push(...done.remarks);
        hints = [];
        break;
      }
      default:
        part satisfies never;
    }
  }
  return { edits, remarks };
}

/** The checks that a stretch of prose hints at. */
export function hintsIn({ from, to }: Range, { lines }: ImportSource): readonly SourceHint[] {
  return hintedChecks(lines.text.slice(from, to)).map(({ check, at, phrase }) => ({
    check,
    phrase,
    at: { from: from + at, to: from + at + phrase.length },
  }));
}

type Place = { readonly first: number; readonly last: number };

function rangeOf({ first, last }: Place, { lines }: ImportSource): Range {
  const from = lines.starts[first - 1] ?? 0;
  return { from, to: (lines.starts[last - 1] ?? 0) + lineText(lines, last).length };
}

function rowsOf({ first, last }: Place, { lines }: ImportSource): readonly Row[] {
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const from = lines.starts[first - 1 + index] ?? 0;
    const text = lineText(lines, first + index);
    return { text, from, to: from + text.length };
  });
}

/** An empty line where there is none between a part and what stands above or below it. */
function gapAbove({ first }: Place, { lines, lineEnd }: ImportSource): string {
  return first > 1 && lineText(lines, first - 1).trim() !== '' ? lineEnd : '';
}

function gapBelow(last: number, { lines, lineEnd }: ImportSource): string {
  return last < lines.starts.length && lineText(lines, last + 1).trim() !== '' ? lineEnd : '';
}

function headingEdits(
  part: OutlinePart & { readonly kind: 'heading' },
  source: ImportSource,
): readonly Edit[] {
  const { from } = rangeOf(part, source);
  return [insertion(from, `${'#'.repeat(part.depth)} `)];
}

function foldEdits(part: OutlinePart & { readonly kind: 'fold' }, source: ImportSource): readonly Edit[] {
  const { lineEnd } = source;
  const summary = rangeOf(part, source);
  const end = rangeOf({ first: part.lastLine, last: part.lastLine }, source).to;
  return [
    insertion(summary.from, `<details>${lineEnd}<summary>`),
    insertion(summary.to, `</summary>${gapBelow(part.last, source)}`),
    insertion(end, `${lineEnd}${lineEnd}</details>`),
  ];
}

/** The marks go outside of what is edited between them. */
function fenceEdits(part: Place, source: ImportSource, inner: readonly Edit[]): readonly Edit[] {
  const { lineEnd } = source;
  const { from, to } = rangeOf(part, source);
  const marks = source.lines.text.slice(from, to).includes('```') ? '````' : '```';
  return [
    insertion(from, `${gapAbove(part, source)}${marks}bash${lineEnd}`),
    ...inner,
    insertion(to, `${lineEnd}${marks}${gapBelow(part.last, source)}`),
  ];
}

function insertion(at: number, text: string): Edit {
  return { from: at, to: at, text };
}
