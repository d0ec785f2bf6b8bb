import { counted } from '../../engine/report/style.ts';
import { indented, type Row, rowsOf } from '../prose/row.ts';
import { fitTables } from '../text/fit-tables.ts';
import { type Line, plainText, span } from '../text/line.ts';
import { printedLines } from '../text/printed-lines.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { clipped, rows } from '../text/width.ts';
import type { DocumentOptions } from './document.ts';
import type { Printed } from './printed.ts';
import type { StatementPlace } from './status.ts';
import { keyOf, type View } from './view.ts';

/** Rows of output under a statement that isn't in focus. */
const glance = 3;

/** The last rows of what a statement printed, under its code. */
export function outputRows(
  view: View,
  { runbook, id }: StatementPlace,
  options: DocumentOptions,
): readonly Row[] {
  const key = keyOf(runbook.file, id);
  if (options.outputRows === 0) return readyRows(view.ready[key], options);
  const room = options.room - 2;
  const limit = id === options.focus ? options.outputRows : Math.min(glance, options.outputRows);
  const lines = lastLines(view.printed[key], { room, limit, color: options.color });
  const shown = indented(rowsOf(lines), [span('┊ ', styles.faint)]);
  return [...shown, ...readyRows(view.ready[key], options)];
}

type Window = { readonly room: number; readonly limit: number; readonly color: boolean };

/** The end of a statement's output in at most `limit` rows, the first of which says what is missing. */
export function lastLines(printed: Printed | undefined, { room, limit, color }: Window): readonly Line[] {
  if (printed === undefined || printed.text === '') return [];
  const { text, cut } = endOf(printed, limit * room * 2);
  const lines = printedLines(text);
  const last = lines.slice(-limit).map((line) => (color ? line : [span(plainText(line))]));
  const end = fitTables(last, room).flatMap((line) => rows(line, room));
  if (end.length <= limit && end.length >= lines.length && !cut) return end;
  const shown = end.slice(-Math.max(1, limit - 1));
  const hidden = cut ? 'more above' : `${counted(Math.max(1, lines.length - shown.length), 'line')} above`;
  return [clipped([span(`… ${hidden}`, styles.faint)], room), ...shown];
}

/** Only what can be in sight is read: an output may come many times a second. */
function endOf({ text, cut }: Printed, characters: number): { readonly text: string; readonly cut: boolean } {
  const enough = Math.max(4_096, characters);
  if (text.length <= enough) return { text, cut };
  const end = text.slice(-enough);
  const line = end.indexOf('\n') + 1;
  return { text: line === end.length ? end : end.slice(line), cut: true };
}

function readyRows(reason: string | undefined, { room }: DocumentOptions): readonly Row[] {
  return reason === undefined ? [] : rowsOf([clipped([span(`ready: ${safe(reason)}`, styles.faint)], room)]);
}
