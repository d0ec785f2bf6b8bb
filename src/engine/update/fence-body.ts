import type { Edit } from '../format/edits.ts';
import type { Expectation } from '../model/runbook.ts';
import { lineText, readLines } from '../parse/lines.ts';

/** The edit that replaces all of a fence's body; undefined of a fence that nothing closes. */
export function wholeBody(
  { span }: Expectation,
  text: string,
  rows: readonly string[],
): readonly Edit[] | undefined {
  const lines = readLines(span.file, text);
  const closing = lines.starts.findLastIndex((start) => start < span.end.offset) + 1;
  const prefix = /^(.*?)(?:`{3,}|~{3,})\s*$/.exec(lineText(lines, closing))?.[1];
  if (closing <= span.start.line || prefix === undefined) return undefined;
  const from = lines.starts[span.start.line] ?? text.length;
  const to = lines.starts[closing - 1] ?? text.length;
  const end = /(?:\r\n|\r|\n)$/.exec(text.slice(0, from))?.[0] ?? '\n';
  return [{ from, to, text: rows.map((row) => (prefix + row).trimEnd() + end).join('') }];
}
