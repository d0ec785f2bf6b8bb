import { failureReport } from '../../engine/report/failure.ts';
import { painter } from '../../engine/report/style.ts';
import { diagnosisText } from '../../engine/report/text-diagnosis.ts';
import { failureText } from '../../engine/report/text-failure.ts';
import { stateOf } from '../../engine/run/state.ts';
import { fitTables } from '../text/fit-tables.ts';
import { type Line, plainText, span } from '../text/line.ts';
import { printedLines } from '../text/printed-lines.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { split } from '../text/width.ts';
import { hung, wrapped, wrappedLine } from '../text/wrap.ts';
import type { DocumentOptions } from './document.ts';
import type { StatementPlace } from './status.ts';

import type { View } from './view.ts';

/** Why a statement did not pass: the likely cause first, then as every reporter says it, then what to look at. */
export function failureLines(
  view: View,
  { runbook, id }: StatementPlace,
  { room, color }: Pick<DocumentOptions, 'room' | 'color'>,
): readonly Line[] {
  const place = runbook.index.get(id);
  if (place === undefined) return [];
  const state = stateOf(runbook, id);
  const lines = { state: view.run, paint: painter(color), options: { color, columns: room, verbose: false } };
  const { cause, looks = [] } = state.diagnosis ?? {};
  const said = [
    ...failureText(failureReport({ ...place, state }, runbook), lines),
    ...(looks.length === 0 ? [] : diagnosisText({ looks }, lines)),
  ].filter((line) => line !== '');
  const drawn = withFittedOutput(said.flatMap(printedLines), room);
  return [...causeLines(cause, room), ...drawn.flatMap((line) => wrappedLine(line, room, hangOf(line)))];
}

/** The lines of the output, which stand behind their label, with tables closed up. */
function withFittedOutput(lines: readonly Line[], room: number): readonly Line[] {
  const from = lines.findIndex((line) => plainText(line).startsWith('    output '));
  const indent = hangOf(lines[from] ?? []);
  if (indent === undefined) return lines;
  const isMore = (line: Line): boolean => plainText(line).startsWith(' '.repeat(indent));
  const end = lines.findIndex((line, index) => index > from && !isMore(line));
  const parts = lines.slice(from, end === -1 ? lines.length : end).map((line) => split(line, indent));
  const fitted = fitTables(
    parts.map(([, text]) => text),
    room - indent,
  );
  return lines.map((line, index) => {
    const text = fitted[index - from];
    return text === undefined ? line : [...(parts[index - from]?.[0] ?? []), ...text];
  });
}

/** Where what stands behind a label begins. */
function hangOf(line: Line): number | undefined {
  return /^ {4}\S+(?: \S+)? +/.exec(plainText(line))?.[0].length;
}

/** First of all, since it is what helps most. */
function causeLines(cause: string | undefined, room: number): readonly Line[] {
  if (cause === undefined) return [];
  const label = [span('  likely cause  ', styles.warnStrong)];
  return hung(wrapped([span(safe(cause))], room - 16), label, [span(' '.repeat(16))]);
}
