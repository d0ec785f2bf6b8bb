import { type Lines, lineText } from '../engine/parse/lines.ts';

/** The fence that a line stands in, as it is being written: it may have no end yet. `line` is that of its opening. */
export type FenceAt = { readonly line: number; readonly info: string; readonly isOpening: boolean };

const marks = /^[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})(.*)$/;

/** The fence that a line, counted from 1, belongs to; undefined in prose and on a closing line. */
export function fenceAt(lines: Lines, line: number): FenceAt | undefined {
  let open: { readonly line: number; readonly info: string; readonly mark: string } | undefined;
  for (let at = 1; at <= line; at += 1) {
    const [, mark, info = ''] = marks.exec(lineText(lines, at)) ?? [];
    if (mark === undefined) continue;
    if (open === undefined) open = { line: at, info, mark };
    else if (mark.startsWith(open.mark) && info.trim() === '') {
      if (at === line) return undefined;
      open = undefined;
    }
  }
  return open && { line: open.line, info: open.info, isOpening: open.line === line };
}

/** Whether a line, counted from 1, stands in the head of the page, its delimiters left out. */
export function isInHead(lines: Lines, line: number): boolean {
  const mark = lineText(lines, 1).trimEnd();
  if ((mark !== '---' && mark !== '+++') || line === 1) return false;
  for (let at = 2; at < lines.starts.length + 1; at += 1) {
    if (lineText(lines, at).trimEnd() === mark) return line < at;
  }
  return false;
}
