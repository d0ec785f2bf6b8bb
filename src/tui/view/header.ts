import type { TargetFacts } from '../../engine/model/target.ts';
import type { RunState } from '../../engine/run/state.ts';
import { type Line, span } from '../text/line.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { spread, width } from '../text/width.ts';
import type { View } from './view.ts';

/** Title, target and progress in a line, and a rule under it that is as full as the run is far. */
export function headerLines(view: View, nowMs: number, room: number): readonly Line[] {
  const { run } = view;
  const runbook = run.runbooks[run.current ?? '']?.runbook;
  const title = safe(runbook?.title ?? run.planned.at(-1)?.title ?? 'runbook');
  const { done, all } = progress(run);
  const counts = [
    span(`${done}/${all}  ${run.pause === undefined ? clock(nowMs) : inMinutes(nowMs)}`, styles.faint),
  ];
  const target =
    run.target === undefined ? [span('starting', styles.faint)] : targetWords(run.target, room - 84);
  const right = [...target, span('  '), ...counts];
  return [spread([span(title, styles.strong)], right, room), rule(view, room)];
}

/** Statements that have finished, of all that the run may come to. */
function progress({ planned, runbooks, totals }: RunState): {
  readonly done: number;
  readonly all: number;
} {
  const done = Object.values(totals.statements).reduce((sum, count) => sum + count, 0);
  const left = planned
    .filter(({ file }) => runbooks[file]?.skipped === undefined)
    .reduce((sum, { statements, file }) => sum + (runbooks[file]?.index.size ?? statements), 0);
  return { done: Math.min(done, left), all: left };
}

/** The mark of a simulation always; where it runs in full or, where that doesn't fit, not at all. */
function targetWords({ simulated, name, summary, clusters }: TargetFacts, room: number): Line {
  const contexts = clusters.map(({ context }) => context).join('  ');
  const full = [span(safe(contexts === '' ? summary : contexts), styles.faint)];
  const where = width(full) <= room ? full : simulated ? [] : [span(name, styles.faint)];
  if (!simulated) return where;
  return [span(' SIMULATED ', styles.label), ...(where.length === 0 ? [] : [span('  '), ...where])];
}

function rule({ run }: View, room: number): Line {
  const { done, all } = progress(run);
  const full = all === 0 ? 0 : Math.floor((done / all) * room);
  const { failed, errored } = run.totals.statements;
  return [
    span('━'.repeat(full), failed + errored > 0 ? styles.bad : styles.good),
    span('─'.repeat(room - full), styles.faint),
  ];
}

/** For a pause, in which the screen stands still. */
function inMinutes(ms: number): string {
  return `${Math.floor(ms / 60_000)} min`;
}

/** `0:07`, `12:34`, `1:02:03`. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}
