import type { Code } from 'mdast';
import type { Block, Step } from '../../engine/model/runbook.ts';
import { destroyedBy, expectationsOf } from '../../engine/model/statements.ts';
import type { RunbookState } from '../../engine/run/state.ts';
import { proseRows } from '../prose/prose.ts';
import { indented, type Row, rowsOf } from '../prose/row.ts';
import { span } from '../text/line.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { wrapped } from '../text/wrap.ts';
import { blockRows } from './block-rows.ts';
import { checkRows } from './check-rows.ts';
import { codeLines } from './code-lines.ts';
import { diagramRows } from './diagram-rows.ts';
import { sectionOf } from './section.ts';
import type { StepPlace } from './status.ts';
import type { View } from './view.ts';

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
  const { nodes, firstLine } = sectionOf(runbook.runbook, step);
  const code = (node: Code, room: number): readonly Row[] => {
    const line = (node.position?.start.line ?? 0) + firstLine - 1;
    return fenceRows({ view, runbook, node, line, options: { ...options, room } }, step);
  };
  return proseRows(nodes, { ...options, code });
}

/** A fence; `line` is that of the file in which it opens. */
type FenceSight = {
  readonly view: View;
  readonly runbook: RunbookState;
  readonly node: Code;
  readonly line: number;
  readonly options: DocumentOptions;
};

function fenceRows(sight: FenceSight, { blocks }: Step): readonly Row[] {
  const { view, runbook, node, line, options } = sight;
  const { room } = options;
  const block = blocks.find(({ span: at }) => at.start.line === line);
  if (block !== undefined) {
    const lines = codeLines(node).map((code, index) => ({ code, number: line + 1 + index }));
    return [...noteRows(block, room), ...blockRows({ view, runbook, block, lines, options })];
  }
  for (const above of blocks) {
    const check = expectationsOf([above]).find(({ span: at }) => at.start.line === line);
    if (check !== undefined)
      return [...checkRows(check, { runbook, block: above, room }), ...inertRows(node, room)];
  }
  return inertRows(node, room);
}

/** Code that is only shown. */
function inertRows(node: Code, room: number): readonly Row[] {
  if (node.lang === 'diagram') return diagramRows(node.value, room);
  const lines = codeLines(node).flatMap((code) => wrapped(code, room - 2));
  return indented(rowsOf(lines), [span('┆ ', styles.faint)]);
}

function noteRows(block: Block, room: number): readonly Row[] {
  const { options } = block;
  const destroying = destroyedBy([block]);
  const notes = [
    ...(options.manual ? ['by hand: do this yourself, then say how it went'] : []),
    ...(destroying.length === 0 ? [] : [`destroys: ${destroying.join(', ')}`]),
    ...(options.when === undefined ? [] : [`only when: ${options.when}`]),
    ...(options.confirm === undefined ? [] : [`asks first: ${options.confirm}`]),
    ...(options.skip === undefined
      ? []
      : [`shown, not run${options.skip === '' ? '' : `: ${options.skip}`}`]),
    ...(options.cleanup ? ['cleanup: runs at the end, whatever happened'] : []),
  ];
  return notes.flatMap((note) =>
    rowsOf(wrapped([span(safe(note), `${styles.faint};${styles.emphasis}`)], room)),
  );
}
