import type { Statement } from '../../engine/model/runbook.ts';
import { statementsOf } from '../../engine/model/statements.ts';
import { stateOf } from '../../engine/run/state.ts';
import { keyOfPlace, type Ui } from '../ui.ts';
import type { StepPlace } from './status.ts';
import type { View } from './view.ts';

/** The statement that output and copying are about: chosen, else at work, else where the run waits, else the last. */
export function focusOf(view: View, ui: Ui, place: StepPlace): string | undefined {
  const { runbook, step } = place;
  const statements = statementsOf(step.blocks);
  const has = (id: string | undefined): boolean => statements.some((statement) => statement.id === id);
  if (ui.focus?.step === keyOfPlace(place) && has(ui.focus.statement)) return ui.focus.statement;
  const isCurrent = runbook.file === view.run.current && ui.kept !== keyOfPlace(place);
  if (isCurrent && has(view.statement)) return view.statement;
  if (isCurrent && has(view.run.pause?.statement)) return view.run.pause?.statement;
  const last = statements.findLast(({ id }) => stateOf(runbook, id).attempts > 0);
  return (last ?? statements[0])?.id;
}

/** The statement before (-1) or after (1) the one in focus. */
export function neighbour({ step }: StepPlace, focus: string | undefined, by: 1 | -1): Statement | undefined {
  const statements = statementsOf(step.blocks);
  const at = statements.findIndex(({ id }) => id === focus);
  return statements[Math.max(0, Math.min(statements.length - 1, at + by))];
}
