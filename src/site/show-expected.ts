import type { RootContent } from 'mdast';
import type { Block, Expectation, Segment } from '../engine/model/runbook.ts';
import { isFence } from '../engine/model/statements.ts';
import { code, element, text } from './element.ts';
import { limits, phrase, splitNote } from './phrase.ts';
import { shortened } from './words.ts';

/** What to expect of a block, in words: a list for each group of its statements, by the last of them. */
export function showExpected({ segments }: Block): RootContent[] {
  const judged = segments
    .map((segment) => ({ ...segment, expectations: segment.expectations.filter((each) => !isFence(each)) }))
    .filter(({ expectations }) => expectations.length > 0);
  return judged.map((segment) =>
    element('div', { className: 'rb-expect' }, [
      ...(judged.length > 1 ? after(segment) : []),
      element('ul', {}, runsOfRows(segment.expectations).map(showItem)),
    ]),
  );
}

function after({ statements }: Segment): RootContent[] {
  const action = statements.at(-1)?.action;
  if (action?.kind !== 'shell') return [];
  return [element('p', {}, [text('After '), code(shortened(action.script)), text(':')])];
}

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

function showItem(run: readonly Expectation[]): RootContent {
  const [first] = run;
  if (first === undefined || run.length === 1) return element('li', {}, first ? phrase(first) : []);
  const rows = run.map(({ text: written }) => element('li', {}, [code(splitNote(written).pattern)]));
  const said = text(`You ${first.negated ? 'should not' : 'should'} see these rows`);
  return element('li', {}, [said, ...limits(first), text(':'), element('ul', {}, rows)]);
}
