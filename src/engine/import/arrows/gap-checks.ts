import type { Comment } from '../../parse/comments.ts';
import type { Check } from '../directive-line.ts';
import { arrowCheck, arrowText, hasReaderNote, rowCheck, tableColumns } from './arrow-check.ts';

/** A comment that becomes a check. */
export type ReadCheck = { readonly comment: Comment; readonly check: Check };

/** What the comments below a command say; `silent` are arrows without anything to check, `prose` all that is neither. */
type GapChecks = {
  readonly checks: readonly ReadCheck[];
  readonly silent: readonly Comment[];
  readonly prose: readonly Comment[];
};

/**
 * Reads the comments below a command: arrows, the lines of a table below one, and a table that has notes behind `←`
 * directly below the command. `nextLine` tells whether a comment stands on the line after an offset.
 */
export function readGap(
  comments: readonly Comment[],
  commandEnd: number,
  nextLine: (after: number, comment: Comment) => boolean,
): GapChecks {
  const table = notedTable(comments, commandEnd, nextLine);
  const checks: ReadCheck[] = table.map((comment) => ({ comment, check: rowCheck(comment.text) }));
  const silent: Comment[] = [];
  const prose: Comment[] = [];
  let shape: { readonly columns: number; readonly end: number } | undefined;
  for (const comment of comments.slice(table.length)) {
    const text = comment.place === 'continued' ? undefined : arrowText(comment.text);
    const check = text === undefined ? undefined : arrowCheck(text);
    if (text !== undefined) {
      if (check) checks.push({ comment, check });
      else silent.push(comment);
      shape = shapeOf(text, comment);
    } else if (shape && comment.place === 'alone' && isMore(comment, shape, nextLine)) {
      checks.push({ comment, check: rowCheck(comment.text) });
      shape = { ...shape, end: comment.to };
    } else {
      prose.push(comment);
      shape = undefined;
    }
  }
  return { checks, silent, prose };
}

type Shape = { readonly columns: number; readonly end: number };

function shapeOf(text: string, comment: Comment): Shape | undefined {
  const columns = tableColumns(`# ${text}`);
  return columns === undefined ? undefined : { columns, end: comment.to };
}

function isMore(comment: Comment, { columns, end }: Shape, nextLine: NextLine): boolean {
  return nextLine(end, comment) && tableColumns(comment.text) === columns;
}

type NextLine = (after: number, comment: Comment) => boolean;

/** The comments right below a command that are rows of one table, if a reader is told about any of them. */
function notedTable(
  comments: readonly Comment[],
  commandEnd: number,
  nextLine: NextLine,
): readonly Comment[] {
  const rows: Comment[] = [];
  let end = commandEnd;
  for (const comment of comments) {
    const columns = arrowText(comment.text) === undefined ? tableColumns(comment.text) : undefined;
    const fits =
      columns !== undefined && (rows.length === 0 || columns === tableColumns(rows[0]?.text ?? ''));
    if (comment.place !== 'alone' || !fits || !nextLine(end, comment)) break;
    rows.push(comment);
    end = comment.to;
  }
  return rows.some(({ text }) => hasReaderNote(text)) ? rows : [];
}
