import type { PlannedRunbook } from '../../engine/model/event.ts';
import { counted, duration } from '../../engine/report/style.ts';
import type { RunbookState } from '../../engine/run/state.ts';
import { type Line, span } from '../text/line.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { spread, width } from '../text/width.ts';
import { hung, wrapped } from '../text/wrap.ts';
import type { StepPlace } from './status.ts';
import { outcomeStatus, pending, type Status, stepStatus, tookMs } from './status.ts';
import { keyOf, type View } from './view.ts';

/** An entry of the outline: a runbook's heading, or a step that can be looked at. */
export type Entry = {
  readonly key: string;
  readonly title: string;
  readonly status: Status;
  readonly isHeading: boolean;
  readonly place?: StepPlace;
};

/** Every runbook of the run in order, with its steps once they are known. */
export function outline(view: View, nowMs: number): readonly Entry[] {
  return view.run.planned.flatMap((planned) => {
    const runbook = view.run.runbooks[planned.file];
    const heading = headingOf(planned, runbook);
    if (runbook?.runbook === undefined) return [heading];
    const steps = runbook.runbook.steps.map((step) => stepEntry(view, { runbook, step }, nowMs));
    return [heading, ...steps];
  });
}

/** The step that is shown when nobody chose one: at work, else where the run waits, else the last that began. */
export function stepAtWork(view: View): StepPlace | undefined {
  const runbook = view.run.runbooks[view.run.current ?? ''];
  const steps = runbook?.runbook?.steps ?? [];
  const last = steps.findLast(
    ({ id }) => runbook?.steps[id] !== undefined && runbook.steps[id]?.outcome !== 'skipped',
  );
  const id = view.run.pause?.step ?? view.step ?? last?.id;
  const step = steps.find((item) => item.id === id) ?? steps[0];
  return runbook === undefined || step === undefined ? undefined : { runbook, step };
}

export function isSamePlace(one: StepPlace | undefined, other: StepPlace | undefined): boolean {
  return one?.runbook.file === other?.runbook.file && one?.step.id === other?.step.id;
}

/** Entries as rows of a list, the one in `chosen` marked, each in two rows at most. */
export function outlineLines(
  entries: readonly Entry[],
  chosen: StepPlace | undefined,
  { room, tall }: { readonly room: number; readonly tall: boolean },
): readonly { readonly line: Line; readonly key: string }[] {
  return entries.flatMap((entry, index) => {
    const lines = entry.isHeading
      ? headingLines(entry, { room, isFirst: index === 0, isCurrent: entry.key === chosen?.runbook.file })
      : stepLines(entry, isSamePlace(entry.place, chosen), { room, tall });
    return lines.map((line) => ({ line, key: entry.key }));
  });
}

function headingLines(
  { title, status }: Entry,
  { room, isFirst, isCurrent }: { room: number; isFirst: boolean; isCurrent: boolean },
): readonly Line[] {
  const words = status.words === '' ? [] : [span(status.words, styles.faint)];
  const line = spread([span(title, isCurrent ? styles.strong : styles.faint)], words, room);
  return isFirst ? [line] : [[], line];
}

function stepLines(
  { title, status }: Entry,
  isChosen: boolean,
  { room, tall }: { readonly room: number; readonly tall: boolean },
): readonly Line[] {
  const words = status.words === '' ? [] : [span(status.words, isChosen ? status.style : styles.faint)];
  const left = room - 2 - (words.length === 0 ? 0 : width(words) + 2);
  const text = [span(title, isChosen ? styles.strong : '')];
  const lines = tall ? wrapped(text, left) : [text];
  const [first = [], ...more] = hung(lines, [span(`${status.mark} `, status.style)], [span('  ')]);
  return [spread(first, words, room), ...more];
}

function headingOf(planned: PlannedRunbook, runbook: RunbookState | undefined): Entry {
  const required = planned.reason === 'required' ? ' (required)' : '';
  return {
    key: planned.file,
    title: safe(planned.title) + required,
    isHeading: true,
    status: runbookStatus(planned, runbook),
  };
}

function runbookStatus(planned: PlannedRunbook, runbook: RunbookState | undefined): Status {
  if (runbook === undefined) return { ...pending, words: counted(planned.steps, 'step') };
  if (runbook.skipped !== undefined) return { ...outcomeStatus('skipped'), words: 'skipped' };
  if (runbook.outcome === undefined) return pending;
  return { ...outcomeStatus(runbook.outcome), words: runbookWords(runbook) };
}

function runbookWords(runbook: RunbookState): string {
  const took = runbook.statements.reduce((sum, statement) => sum + tookMs(statement), 0);
  return `${runbook.outcome} · ${duration(took)}`;
}

function stepEntry(view: View, place: StepPlace, nowMs: number): Entry {
  const { runbook, step } = place;
  return {
    key: keyOf(runbook.file, step.id),
    title: safe(step.title),
    isHeading: false,
    status: stepStatus(view, place, nowMs),
    place,
  };
}
