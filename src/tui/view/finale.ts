import type { Snapshot } from '../store.ts';
import { type Line, span } from '../text/line.ts';
import { outline, outlineLines } from './outline.ts';

/** What stays on the screen after a run: its steps with how they ended, then what it came to. */
export function finaleLines({ view, finale }: Snapshot, room: number): readonly Line[] {
  const entries = outline(view, view.run.elapsedMs);
  const steps = outlineLines(entries, undefined, { room: room - 2, tall: false });
  const lines = [...steps.map(({ line }) => line), ...finale];
  return lines.map((line) => (line.length === 0 ? line : [span(' '), ...line]));
}
