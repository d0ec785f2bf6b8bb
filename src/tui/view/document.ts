import type { Code } from 'mdast';
import type { Block, Step } from '../../engine/model/runbook.ts';
import type { RunbookState } from '../../engine/run/state.ts';
import { proseRows } from '../prose/prose.ts';
import { indented, type Row, rowsOf } from '../prose/row.ts';
import { span } from '../text/line.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { wrapped } from '../text/wrap.ts';
import { blockRows } from './block-rows.ts';
import { sectionOf } from './section.ts';
import type { View } from './view.ts';

/** A step and the runbook it belongs to. */
export type StepPlace = { readonly runbook: RunbookState; readonly step: Step };

export type DocumentOptions = {
  readonly room: number;
  readonly color: boolean;
  /** Whether folds are open. */
  readonly open: boolean;
  readonly nowMs: number;
  /** Rows of output under the statement in focus; 0 when it is shown elsewhere. */
  readonly outputRows: number;
  /** The statement in focus. */
  readonly focus?: string;
};

/** A step as the document it stands in, come alive: prose, and commands with how they stand. */
export function documentRows(view: View, place: StepPlace, options: DocumentOptions): readonly Row[] {
  const { runbook, step } = place;
  if (runbook.runbook === undefined) return [];
  const code = (node: Code, room: number): readonly Row[] => {
    const block = step.blocks.find(({ span }) => span.start.line === node.position?.start.line);
    return block === undefined
      ? inertRows(node, room)
      : liveRows(view, place, block, node, { ...options, room });
  };
  return proseRows(sectionOf(runbook.runbook, step), { ...options, code });
}

function liveRows(
  view: View,
  { runbook }: StepPlace,
  block: Block,
  node: Code,
  options: DocumentOptions,
): readonly Row[] {
  const first = (node.position?.start.line ?? 0) + 1;
  const lines = node.value.split('\n').map((text, index) => ({ text: safe(text), number: first + index }));
  return [...noteRows(block, options.room), ...blockRows({ view, runbook, block, lines, options })];
}

/** Code that is only shown. */
function inertRows(node: Code, room: number): readonly Row[] {
  const lines = node.value.split('\n').flatMap((text) => wrapped([span(safe(text))], room - 2));
  return indented(rowsOf(lines), [span('┆ ', styles.faint)]);
}

function noteRows({ options }: Block, room: number): readonly Row[] {
  const notes = [
    ...(options.manual ? ['by hand: do this yourself, then say how it went'] : []),
    ...(options.skip === undefined
      ? []
      : [`shown, not run${options.skip === '' ? '' : `: ${options.skip}`}`]),
    ...(options.cleanup ? ['cleanup: runs at the end, whatever happened'] : []),
  ];
  return notes.flatMap((note) =>
    rowsOf(wrapped([span(safe(note), `${styles.faint};${styles.emphasis}`)], room)),
  );
}
