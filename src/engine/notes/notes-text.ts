import { printable } from '../diagnostics/printable.ts';
import type { Runbook, Step } from '../model/runbook.ts';
import type { RunState } from '../run/state.ts';
import { speakerNotes } from './speaker-notes.ts';

/** All notes of a page, below the titles of their steps. */
export function notesText(runbook: Runbook): string {
  const notes = speakerNotes(runbook);
  const steps = runbook.steps.map((step) => [step.title, ...paragraphs(notes.get(step.id))].join('\n\n'));
  return safe([runbook.title, ...steps]);
}

/** What a presenter has to know now: the step that is at work or about to, its notes, and what comes next. */
export function notesNow(state: RunState): string {
  const current = state.runbooks[state.current ?? ''];
  const runbook = current?.runbook;
  if (current === undefined || runbook === undefined) return 'The run has not begun yet.\n';
  const id = state.pause?.step ?? current.startedStep;
  const at = Math.max(
    0,
    runbook.steps.findIndex((step) => step.id === id),
  );
  const here = runbook.steps[at];
  const next = runbook.steps[at + 1];
  const standing = state.outcome === undefined ? [] : [`The run is over: ${state.outcome}.`];
  const parts = [
    `${runbook.title} · step ${at + 1} of ${runbook.steps.length} · minute ${minutes(state)}`,
    here?.title ?? '',
    ...paragraphs(here && speakerNotes(runbook).get(here.id)),
    next === undefined ? 'This is the last step.' : `Next: ${titleOf(next)}`,
    ...standing,
  ];
  return safe(parts);
}

/** Paragraphs that can't steer a terminal. */
function safe(texts: readonly string[]): string {
  const lines = texts.join('\n\n').split('\n');
  return `${lines.map((line) => printable(line)).join('\n')}\n`;
}

function paragraphs(notes: readonly string[] = []): readonly string[] {
  return notes.length === 0 ? ['(no notes)'] : notes;
}

function titleOf({ title, blocks }: Step): string {
  return blocks.every(({ options }) => options.cleanup) ? `${title} (at the end)` : title;
}

function minutes({ elapsedMs }: RunState): number {
  return Math.floor(elapsedMs / 60_000);
}
