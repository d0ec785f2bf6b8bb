import type { RootContent } from 'mdast';
import type { Expectation } from '../engine/model/runbook.ts';
import { element, text, verbatim } from './element.ts';
import { limits, phrase, splitNote } from './phrase.ts';
import type { Wording } from './wording.ts';

/** What to expect of the commands above, in words, and when to ask again; nothing where nothing is expected. */
export function showExpected(expectations: readonly Expectation[], wording: Wording): RootContent[] {
  if (expectations.length === 0) return [];
  const isAskedAgain = expectations.some(({ withinMs, kind }) => withinMs !== undefined && !ofRuns.has(kind));
  return [
    element('div', { className: 'rb-expect' }, [
      element(
        'ul',
        {},
        runsOfRows(expectations).map((run) => showItem(run, wording)),
      ),
      ...(isAskedAgain ? [element('p', {}, [text(wording.say('askAgain'))])] : []),
    ]),
  ];
}

/** Of objects, which no command of the reader's asks for. */
const ofRuns: ReadonlySet<string> = new Set(['applied', 'object']);

/** Rows that are expected in the same way, one below the other, are told in one sentence. */
function runsOfRows(expectations: readonly Expectation[]): readonly (readonly Expectation[])[] {
  const runs: Expectation[][] = [];
  for (const expectation of expectations) {
    const run = runs.at(-1);
    if (run?.[0] && isSameRow(run[0], expectation)) run.push(expectation);
    else runs.push([expectation]);
  }
  return runs;
}

function isSameRow(one: Expectation, other: Expectation): boolean {
  const way = ({ kind, stream, negated, withinMs, forMs }: Expectation) =>
    JSON.stringify([kind, stream, negated, withinMs, forMs]);
  const hasNote = [one, other].some(({ text: written }) => splitNote(written).note !== undefined);
  return one.kind === 'row' && way(one) === way(other) && !hasNote;
}

function showItem(run: readonly Expectation[], wording: Wording): RootContent {
  const [first] = run;
  if (first === undefined || run.length === 1) return element('li', {}, first ? phrase(first, wording) : []);
  const rows = columns(run.map(({ text: written }) => splitNote(written).pattern));
  const said = wording.nodes(first.negated ? 'seeNotRows' : 'seeRows', { limits: limits(first, wording) });
  const table = element('pre', { tabIndex: 0 }, [verbatim('samp', {}, rows.join('\n'))]);
  return element('li', {}, [element('p', {}, said), table]);
}

/** Rows with their words one below the other, as a table has them. */
function columns(rows: readonly string[]): readonly string[] {
  const cells = rows.map((row) => row.trim().split(/\s+/));
  const widths: number[] = [];
  for (const row of cells)
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, cell.length);
    });
  return cells.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
