import type { Code } from 'mdast';
import type { Edit, Range } from '../format/edits.ts';
import { blockText, spanIn } from '../parse/block-text.ts';
import { type InfoString, parseInfoString } from '../parse/info-string.ts';
import { type Lines, lineText, pointAt } from '../parse/lines.ts';

/** A line of a code block without the indentation and quote marks around it, and where it stands. */
export type Row = Range & { readonly text: string };

/** A code block of the source. Indented code has no `marks` and no info string. */
export type FenceSource = {
  readonly code: Code;
  /** The first word behind the marks, as written; empty when there is none. */
  readonly language: string;
  readonly info: InfoString;
  /** Where the info string stands, and what it is. */
  readonly infoAt: Range & { readonly text: string };
  readonly marks: string;
  /** What stands before each of its lines: indentation of a list, quote marks. */
  readonly prefix: string;
  readonly rows: readonly Row[];
  /** From its first mark to its last, without the prefix of its first line. */
  readonly range: Range;
};

/** Reads a code node; undefined when it has no place in the text. */
export function fenceSource(code: Code, lines: Lines): FenceSource | undefined {
  const { position } = code;
  if (!position) return undefined;
  const start = pointAt(lines, position.start.line, position.start.column);
  const first = lineText(lines, start.line);
  const before = first.slice(0, start.column - 1);
  const [opening = '', marks = ''] = /^(`{3,}|~{3,})[ \t]*/.exec(first.slice(start.column - 1)) ?? [];
  const body = blockText(lines, code.value, start.line + (marks ? 1 : 0));
  const rows = body.text.split('\n').map((text, index) => {
    const from = body.starts[index] ?? 0;
    const span = spanIn(body, from, from + text.length);
    return { text, from: span.start.offset, to: span.end.offset };
  });
  const infoText = marks ? first.slice(start.column - 1 + opening.length).trimEnd() : '';
  const infoFrom = start.offset + opening.length;
  return {
    code,
    language: /^[^\s{]*/.exec(infoText)?.[0] ?? '',
    info: parseInfoString(infoText, infoFrom),
    infoAt: { from: infoFrom, to: infoFrom + infoText.length, text: infoText },
    marks,
    prefix: prefixOf(before, marks ? '' : (rows[0]?.text ?? ''), first),
    rows: code.value === '' ? [] : rows,
    range: { from: start.offset, to: pointAt(lines, position.end.line, position.end.column).offset },
  };
}

/** Below the marker of a list item its lines are indented as far; indented code stands four blanks further in. */
function prefixOf(before: string, row: string, line: string): string {
  const prefix = row === '' ? before : line.slice(0, Math.max(0, line.length - row.length - 4));
  return prefix.replace(/[^\s>]/g, ' ');
}

/** Puts other lines in place of a whole code block; the first one takes its place behind what stands before it. */
export function replaceFence(fence: FenceSource, texts: readonly string[], lineEnd: string): Edit {
  const indent = fence.marks ? '' : fence.prefix;
  const shown = texts.map((text, index) =>
    index === 0 ? `${indent}${text}` : text === '' ? fence.prefix.trimEnd() : `${fence.prefix}${text}`,
  );
  return { ...fence.range, text: shown.join(lineEnd) };
}
