import type { Comment } from '../../parse/comments.ts';
import { recognise } from '../../parse/recognise.ts';
import { arrowCheck, arrowOf, hasReaderNote, rowCheck, tableColumns } from './arrow-check.ts';
import type { Check } from './check-line.ts';

/** A comment that becomes a check. */
export type ReadCheck = { readonly comment: Comment; readonly check: Check };

/** What the comments below a command say; `silent` are arrows without anything to check, `prose` all that is neither. */
type GapChecks = {
  readonly checks: readonly ReadCheck[];
  readonly silent: readonly Comment[];
  readonly prose: readonly Comment[];
};

/** Offsets of comments are those of `text`. */
type Gap = { readonly text: string; readonly comments: readonly Comment[] };

/** Whether the arrow of a comment is read; the others are prose. */
type Takes = (comment: Comment, arrow: { readonly ascii: boolean }) => boolean;

/** Reads the comments below a command: arrows, and the lines of a table below one. */
export function arrowsIn({ text, comments }: Gap, takes: Takes = () => true): GapChecks {
  const checks: ReadCheck[] = [];
  const silent: Comment[] = [];
  const prose: Comment[] = [];
  let above: Comment | undefined;
  for (const comment of comments) {
    const arrow = comment.place === 'continued' ? undefined : arrowOf(comment.text);
    const check = arrow && takes(comment, arrow) ? arrowCheck(arrow.text) : undefined;
    if (check) checks.push({ comment, check });
    else if (arrow && takes(comment, arrow)) silent.push(comment);
    else if (!arrow && above && isNextRow(text, above, comment))
      checks.push({ comment, check: rowCheck(comment.text) });
    else prose.push(comment);
    above = checks.at(-1)?.comment === comment && comment.place === 'alone' ? comment : undefined;
  }
  return { checks, silent, prose };
}

/**
 * The comments right below a command that are rows of one table without an arrow, if a reader is told about any of
 * them behind `←`; `end` is where the command ends.
 */
export function notedTable({ text, comments }: Gap, end: number): readonly ReadCheck[] {
  const rows: Comment[] = [];
  for (const comment of comments) {
    const columns = recognise(comment.text).kind === 'prose' ? tableColumns(comment.text) : undefined;
    const above = rows.at(-1);
    const fits = above
      ? isNextRow(text, above, comment)
      : columns !== undefined && isOnNextLine(text, end, comment);
    if (comment.place !== 'alone' || !fits) break;
    rows.push(comment);
  }
  if (!rows.some((row) => hasReaderNote(row.text))) return [];
  return rows.map((comment) => ({ comment, check: rowCheck(comment.text) }));
}

function isNextRow(text: string, above: Comment, comment: Comment): boolean {
  const columns = tableColumns(arrowOf(above.text)?.text ?? above.text);
  if (comment.place !== 'alone' || columns === undefined || recognise(comment.text).kind !== 'prose')
    return false;
  return tableColumns(comment.text) === columns && isOnNextLine(text, above.to, comment);
}

/** Whether a comment stands on the line after that of an offset. */
function isOnNextLine(text: string, offset: number, comment: Comment): boolean {
  return text.slice(offset, comment.from).split('\n').length === 2;
}
