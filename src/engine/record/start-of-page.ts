import type { Runbook } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';

/** The first line of a page, for what is said of the page as a whole. */
export function startOfPage({ source: { file, text } }: Runbook): Span {
  const end = text.search(/\r|\n|$/);
  return {
    file,
    start: { line: 1, column: 1, offset: 0 },
    end: { line: 1, column: Math.max(2, end + 1), offset: Math.max(1, end) },
  };
}
