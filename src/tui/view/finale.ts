import { opaqueLines } from '../../engine/report/opaque-text.ts';
import type { RunbookState } from '../../engine/run/state.ts';
import type { Snapshot } from '../store.ts';
import { type Line, span } from '../text/line.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { failureLines } from './failure-lines.ts';
import { outline, outlineLines } from './outline.ts';
import type { StatementPlace } from './status.ts';
import type { View } from './view.ts';

/** Failures that are shown once more at the end, and lines of each; all of them are in the scroll-back. */
const [mostFailures, mostLines] = [3, 14];

type Paper = { readonly room: number; readonly color: boolean };

/** What stays on the screen after a run: its steps with how they ended, why some failed, then what it came to. */
export function finaleLines({ view, finale }: Snapshot, { room, color }: Paper): readonly Line[] {
  const inner = { room: room - 2, color };
  const entries = outline(view, view.run.elapsedMs);
  const steps = outlineLines(entries, undefined, { room: inner.room, tall: false }).map(({ line }) => line);
  const failures = Object.values(view.run.runbooks)
    .flatMap((runbook) => failed(runbook).map((id) => failure(view, { runbook, id }, inner)))
    .slice(0, mostFailures);
  const opaque = opaqueLines(view.run).map((line): Line => [span(safe(line), styles.warn)]);
  return [...steps, ...failures.flat(), ...finale, ...opaque].map((line) =>
    line.length === 0 ? line : [span(' '), ...line],
  );
}

function failed({ index, statements }: RunbookState): readonly string[] {
  return [...index].flatMap(([id, { at }]) => {
    const outcome = statements[at]?.outcome;
    return outcome === 'failed' || outcome === 'errored' ? [id] : [];
  });
}

function failure(view: View, place: StatementPlace, paper: Paper): readonly Line[] {
  const lines = failureLines(view, place, paper);
  const more = lines.length > mostLines ? [[span('    …', styles.faint)]] : [];
  return [[], ...lines.slice(0, mostLines), ...more];
}
