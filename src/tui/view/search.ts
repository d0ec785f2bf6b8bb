import { statementsOf, textOf } from '../../engine/model/statements.ts';
import type { RunbookState } from '../../engine/run/state.ts';
import { plainText } from '../text/line.ts';
import { printedLines } from '../text/printed-lines.ts';
import { safe } from '../text/safe.ts';
import type { StepPlace } from './status.ts';
import { keyOf, type View } from './view.ts';

/** A place where what was searched for stands. */
export type Hit = {
  readonly place: StepPlace;
  readonly kind: 'step' | 'command' | 'output';
  readonly text: string;
  readonly statement?: string;
};

/** Hits that are found at most: nobody goes through more. */
const most = 200;

/** Looks for a text, upper and lower case alike, in the titles, commands and outputs of all steps so far. */
export function search(view: View, query: string): readonly Hit[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return [];
  const hits: Hit[] = [];
  for (const runbook of Object.values(view.run.runbooks)) {
    for (const step of runbook.runbook?.steps ?? []) {
      hits.push(...stepHits(view, { runbook, step }, wanted));
      if (hits.length >= most) return hits.slice(0, most);
    }
  }
  return hits;
}

function stepHits(view: View, place: StepPlace, wanted: string): readonly Hit[] {
  const has = (text: string): boolean => text.toLowerCase().includes(wanted);
  const title = safe(place.step.title);
  return [
    ...(has(title) ? [{ place, kind: 'step', text: title } as const] : []),
    ...statementsOf(place.step.blocks).flatMap((statement): readonly Hit[] => {
      const { id } = statement;
      const code = textOf(statement).split('\n').map(safe);
      const inCode = code
        .filter(has)
        .map((text) => ({ place, kind: 'command', text, statement: id }) as const);
      const inOutput = outputOf(view, place.runbook, id)
        .filter(has)
        .map((text) => ({ place, kind: 'output', text, statement: id }) as const);
      return [...inCode, ...inOutput];
    }),
  ];
}

function outputOf(view: View, { file }: RunbookState, id: string): readonly string[] {
  return printedLines(view.printed[keyOf(file, id)]?.text ?? '').map(plainText);
}
