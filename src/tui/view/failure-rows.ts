import { painter } from '../../engine/report/style.ts';
import { failureText } from '../../engine/report/text-failure.ts';
import type { RunbookState } from '../../engine/run/state.ts';
import { type Row, rowsOf } from '../prose/row.ts';
import { type Line, span } from '../text/line.ts';
import { printedLines } from '../text/printed-lines.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { wrapped, wrappedLine } from '../text/wrap.ts';
import type { DocumentOptions } from './document.ts';
import { stateOf } from './status.ts';
import type { View } from './view.ts';

/** Why a statement did not pass, as every reporter says it, then what is known beyond: the cause, what to look at. */
export function failureRows(
  view: View,
  runbook: RunbookState,
  id: string,
  options: DocumentOptions,
): readonly Row[] {
  return rowsOf(failureLines(view, runbook, id, options));
}

export function failureLines(
  view: View,
  runbook: RunbookState,
  id: string,
  { room, color }: Pick<DocumentOptions, 'room' | 'color'>,
): readonly Line[] {
  const place = runbook.index.get(id);
  if (place === undefined) return [];
  const state = stateOf(runbook, id);
  const lines = { state: view.run, paint: painter(color), options: { color, columns: room, verbose: false } };
  const said = failureText({ ...place, state }, state.failure, lines).filter((line) => line !== '');
  return [
    ...said.flatMap((line) => printedLines(line).flatMap((drawn) => wrappedLine(drawn, room))),
    ...diagnosisLines(state.diagnosis, room),
  ];
}

type Diagnosis = NonNullable<ReturnType<typeof stateOf>['diagnosis']>;

function diagnosisLines(diagnosis: Diagnosis | undefined, room: number): readonly Line[] {
  if (diagnosis === undefined) return [];
  const { cause, looks } = diagnosis;
  const causes =
    cause === undefined
      ? []
      : [[], ...wrapped([span('likely cause  ', styles.warnStrong), span(safe(cause))], room)];
  return [
    ...causes,
    ...looks.flatMap(({ title, lines, command }) => [
      [],
      [span(safe(title), styles.strong)],
      ...wrapped([span('$ ', styles.faint), span(safe(command), styles.accent)], room),
      ...lines.flatMap((line) => printedLines(line).flatMap((drawn) => wrappedLine(drawn, room))),
    ]),
  ];
}
