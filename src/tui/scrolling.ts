import type { ActionContext } from './actions.ts';
import { keyOfPlace } from './ui.ts';
import type { Sight } from './view/window.ts';

/** Scrolls what is in sight by a page. */
export function scroll(by: 1 | -1, context: ActionContext): void {
  const { screen, ui, rows } = context;
  const step = stepInSight(context);
  // The first time, the whole output comes in between: on the way up, what is below stays where it is.
  const isFirst = by === -1 && ui.scroll?.step !== step && ui.panel === undefined;
  const { from } = isFirst ? sameEnd(context.sightOfAll(step), screen.sight) : screen.sight;
  scrollTo(from + by * Math.max(1, rows - 2), context);
}

/** The sight in a longer document that has as much below it. */
function sameEnd({ from, below }: Sight, { below: left }: Sight): Sight {
  const first = Math.max(0, from + below - left);
  return { from: first, above: first, below: from + below - first };
}

/** Scrolls the step in sight to a row, or to its end. */
export function scrollTo(row: number, context: ActionContext): void {
  const step = stepInSight(context);
  const { from, below } = context.ui.panel === undefined ? context.sightOfAll(step) : context.screen.sight;
  context.setUi((now) => ({ ...now, scroll: { step, from: Math.max(0, Math.min(from + below, row)) } }));
}

function stepInSight({ screen, ui }: ActionContext): string {
  return ui.panel === undefined && screen.place !== undefined ? keyOfPlace(screen.place) : '';
}
