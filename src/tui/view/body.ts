import { keys } from '../keys.ts';
import { type Row, rowsOf } from '../prose/row.ts';
import { type Line, span } from '../text/line.ts';
import { styles } from '../text/styles.ts';
import { hung, wrapped } from '../text/wrap.ts';
import { keyOfPlace } from '../ui.ts';
import { documentRows } from './document.ts';
import { hasKnownNames, nextCommand } from './next-command.ts';
import type { ScreenInput } from './screen.ts';
import type { Hit } from './search.ts';
import { searchLines } from './search-lines.ts';
import type { StepPlace } from './status.ts';
import { type Extent, type Sight, scrolled, sightOf } from './window.ts';

/** The middle of the screen, cut to what is in sight. */
export type Body = { readonly document: readonly Line[]; readonly sight: Sight };

type Subject = {
  readonly place: StepPlace | undefined;
  readonly focus: string | undefined;
  readonly hits: readonly Hit[];
};

/** Rows of output that can be scrolled through; the pager has all of it. */
const mostOutput = 5_000;

/** Rows of output that are shown whatever else there is to show. */
const leastOutput = 3;

export function bodyOf(input: ScreenInput, subject: Subject): Body {
  const { ui, layout } = input;
  const { columns: room, rows } = layout.document;
  switch (ui.panel) {
    case 'help':
      return cut(rowsOf(helpLines(room)), rows, scrolled(ui.scroll?.from ?? 0, helpLines(room).length, rows));
    case 'search': {
      const lines = searchLines(ui, subject.hits, room);
      return cut(rowsOf(lines), rows, scrolled(ui.hit + 3 - rows, lines.length, rows));
    }
    default:
      return stepBody(input, subject);
  }
}

function stepBody(input: ScreenInput, { place, focus }: Subject): Body {
  const { ui, layout } = input;
  const { rows: height } = layout.document;
  if (place === undefined) return cut([], height, scrolled(0, 0, height));
  const statement = pointOfInterest(input, place, focus);
  const draw = (outputRows: number): readonly Row[] => draft(input, place, { focus, outputRows });
  const most = layout.output.columns > 0 ? 0 : height;
  const full = draw(most);
  const { first, last } = extentOf(full, statement);
  const over = last + 1 - first - height;
  // Its output gives way, so that a command stands above what it prints, and its checks below.
  const rows = over > 0 && most > 0 ? draw(Math.max(leastOutput, most - over)) : full;
  const { scroll } = ui;
  if (scroll?.step === keyOfPlace(place)) {
    const all = most > 0 ? draw(mostOutput) : rows;
    return cut(all, height, scrolled(scroll.from, all.length, height));
  }
  return withNextCommand(input, place, rows, (room) =>
    cut(rows, room, sightOf(rows.length, room, extentOf(rows, statement))),
  );
}

/** The command that runs next takes the last rows, unless all of it can be read in the document as it will run. */
function withNextCommand(
  { view, ui, layout }: ScreenInput,
  place: StepPlace,
  rows: readonly Row[],
  cutTo: (height: number) => Body,
): Body {
  const { columns, rows: height } = layout.document;
  const next = ui.kept === undefined ? nextCommand(view, place, columns) : [];
  if (next.length === 0 || height < next.length + leastOutput) return cutTo(height);
  const whole = cutTo(height);
  const { first, last } = extentOf(rows, view.run.pause?.statement);
  const isInSight = last > 0 && first >= whole.sight.from && last < whole.sight.from + height;
  if (isInSight && !hasKnownNames(view)) return whole;
  const body = cutTo(height - next.length);
  return { ...body, document: [...body.document, ...next] };
}

function draft(
  { view, ui, layout, color, nowMs }: ScreenInput,
  place: StepPlace,
  { focus, outputRows }: { readonly focus: string | undefined; readonly outputRows: number },
): readonly Row[] {
  const room = layout.document.columns;
  const focused = focus === undefined ? {} : { focus };
  return documentRows(view, place, { room, color, nowMs, open: ui.open, outputRows, ...focused });
}

/** What must be in sight: nothing but the beginning of a step that hasn't begun. */
function pointOfInterest(
  { view, ui }: ScreenInput,
  place: StepPlace,
  focus: string | undefined,
): string | undefined {
  const { run, step } = view;
  const isCurrent = place.runbook.file === run.current;
  const hasBegun =
    isCurrent && (step === place.step.id || (run.pause?.step === place.step.id && run.pause.why !== 'step'));
  return hasBegun || ui.focus !== undefined || ui.kept === keyOfPlace(place) ? focus : undefined;
}

function extentOf(rows: readonly Row[], statement: string | undefined): Extent {
  const first = statement === undefined ? -1 : rows.findIndex((row) => row.statement === statement);
  if (first === -1) return { first: 0, core: 0, last: 0 };
  const result = rows.findIndex((row) => row.statement === statement && row.result);
  return {
    first,
    core: result === -1 ? first : result,
    last: rows.findLastIndex((row) => row.statement === statement),
  };
}

function cut(rows: readonly Row[], height: number, sight: Sight): Body {
  return { document: rows.slice(sight.from, sight.from + height).map(({ line }) => line), sight };
}

/** Columns of a key's name in the help. */
const column = 8;

/** All keys with what they do, under the names of their groups. */
function helpLines(room: number): readonly Line[] {
  const groups = [...new Set(keys.map(({ group }) => group))];
  return groups.flatMap((group, index) => [
    ...(index === 0 ? [] : [[]]),
    [span(group, styles.strong)],
    ...keys.filter((key) => key.group === group).flatMap(({ shown, long }) => keyLines(shown, long, room)),
  ]);
}

function keyLines(shown: string, long: string, room: number): readonly Line[] {
  const text = wrapped([span(long.replaceAll('`', ''))], Math.min(room, 84) - column);
  return hung(text, [span(shown.padEnd(column), styles.accentStrong)], [span(' '.repeat(column))]);
}
