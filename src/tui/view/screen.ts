import { statementsOf } from '../../engine/model/statements.ts';
import { commandOf } from '../../engine/report/lines.ts';
import type { Situation } from '../key.ts';
import { type Line, span } from '../text/line.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { clipped, spread } from '../text/width.ts';
import { chosenPlace, isAway, keyOfPlace, type Ui } from '../ui.ts';
import { type Body, bodyOf } from './body.ts';
import { focusOf } from './focus.ts';
import { footerLine } from './footer.ts';
import { headerLines } from './header.ts';
import type { Layout } from './layout.ts';
import { type Entry, outline, outlineLines, stepAtWork } from './outline.ts';
import { lastLines } from './output-rows.ts';
import { type Hit, search } from './search.ts';
import type { StepPlace } from './status.ts';
import { stepStatus } from './status.ts';
import { statusLine } from './status-line.ts';
import { keyOf, type View } from './view.ts';
import { scrolled } from './window.ts';

export type ScreenInput = {
  readonly view: View;
  readonly ui: Ui;
  readonly layout: Layout;
  readonly situation: Situation;
  readonly color: boolean;
  readonly nowMs: number;
};

/** Everything on the screen as lines, and what of the run the keys would refer to. */
export type Screen = Body & {
  readonly header: readonly Line[];
  readonly outline: readonly Line[];
  readonly title: Line;
  readonly outputTitle: Line;
  readonly output: readonly Line[];
  readonly status: Line;
  readonly footer: Line;
  readonly entries: readonly Entry[];
  readonly place: StepPlace | undefined;
  readonly focus: string | undefined;
  readonly hits: readonly Hit[];
};

export function screenOf(input: ScreenInput): Screen {
  const { view, ui, layout, situation, nowMs } = input;
  const { columns: room } = layout;
  const entries = outline(view, nowMs);
  const place = chosenPlace(ui, entries) ?? stepAtWork(view);
  const focus = place && focusOf(view, ui, place);
  const hits = ui.panel === 'search' ? search(view, ui.query) : [];
  const body = bodyOf(input, { place, focus, hits });
  return {
    ...body,
    entries,
    place,
    focus,
    hits,
    header: headerLines(view, nowMs, room),
    outline: outlinePane(entries, place, layout),
    title: place === undefined ? [] : titleLine(input, place),
    outputTitle: outputTitle(place, focus, layout.output.columns),
    output: outputPane(input, place, focus),
    status: statusLine({ view, ui, situation, sight: body.sight, room }),
    footer: footerLine(situation, {
      accepts: view.run.pause?.accepts,
      room,
      away: ui.panel === undefined && isAway(ui),
    }),
  };
}

function titleLine({ view, layout, nowMs }: ScreenInput, place: StepPlace): Line {
  const { words, style } = stepStatus(view, place, nowMs);
  const right = words === '' ? [] : [span(words, style)];
  return spread([span(safe(place.step.title), styles.strong)], right, layout.document.columns);
}

/** The part of the outline around the step in sight. */
function outlinePane(
  entries: readonly Entry[],
  place: StepPlace | undefined,
  layout: Layout,
): readonly Line[] {
  const { columns: room, rows } = layout.outline;
  const listed = layout.kind === 'stacked' ? entries.filter(({ isHeading }) => !isHeading) : entries;
  const fits = (tall: boolean) => outlineLines(listed, place, { room, tall });
  const tall = layout.kind === 'stacked' ? fits(false) : fits(true);
  const lines = tall.length <= rows ? tall : fits(false);
  const at = place === undefined ? 0 : lines.findIndex(({ key }) => key === keyOfPlace(place));
  const { from } = scrolled(at - Math.floor((rows - 1) / 2), lines.length, rows);
  return lines.slice(from, from + rows).map(({ line }) => line);
}

/** Says of which command the pane beside the document shows the output. */
function outputTitle(place: StepPlace | undefined, focus: string | undefined, room: number): Line {
  const statement = place && statementsOf(place.step.blocks).find(({ id }) => id === focus);
  const command = statement === undefined ? [] : [span(`  ${commandOf(statement)}`, styles.faint)];
  return clipped([span('Output', styles.strong), ...command], room);
}

/** What the statement in focus printed, in a pane of its own where there is room for one. */
function outputPane(
  { view, layout, color }: ScreenInput,
  place: StepPlace | undefined,
  statement: string | undefined,
): readonly Line[] {
  const { columns: room, rows: limit } = layout.output;
  if (place === undefined || statement === undefined || room === 0) return [];
  const printed = lastLines(view.printed[keyOf(place.runbook.file, statement)], { room, limit, color });
  return printed.length > 0 ? printed : [clipped([span('no output', styles.faint)], room)];
}
