import { isDeepStrictEqual } from 'node:util';
import type { Pause } from '../model/control.ts';
import type { Outcome } from '../model/output.ts';
import type { Runbook, Statement, Step } from '../model/runbook.ts';
import { statementsOf } from '../model/statements.ts';
import { replan } from '../plan/replan.ts';
import type { RunbookRun } from './runbook-run.ts';

/** What a new text means for a run that stands in the old one. */
type Comparison = {
  /** Steps of the new text that are still to come: the one at which the run stands first. */
  readonly rest: readonly Step[];
  /** Statements whose results stay. */
  readonly kept: readonly string[];
  /** Statements without a result in steps that are over. */
  readonly late: readonly string[];
  /** The step at which the run stands, if the new text has it no more. */
  readonly gone?: string;
};

/** What of the front matter a run looks at only when it starts. */
const startKeys = ['clusters', 'env', 'needs', 'ready', 'requires', 'tools'] as const;

type Standing = {
  readonly step: string;
  readonly results: ReadonlyMap<string, Outcome>;
  /** Statements that have a result but are to run again. */
  readonly again: readonly string[];
};

/**
 * Compares two texts of a runbook. The run goes on at the step with the same id; when that is gone, at the first one
 * after the nearest earlier step that is still there. In steps that are over, a statement keeps its result while its
 * id is there, whatever its text is now. In the step where the run stands, those before the first difference do:
 * what follows may build on it.
 */
export function compareTexts(
  before: Runbook,
  after: Runbook,
  { step, results, again }: Standing,
): Comparison {
  const at = after.steps.findIndex(({ id }) => id === step);
  const from = at === -1 ? followerOf(step, before, after) : at;
  const over = after.steps.slice(0, from).flatMap(bodyOf);
  const settled = (id: string): boolean => results.has(id) && !again.includes(id);
  const same = at === -1 ? [] : sameStart(stepOf(before, step), stepOf(after, step), settled);
  return {
    rest: after.steps.slice(from),
    kept: [...over.map(({ id }) => id).filter((id) => results.has(id)), ...same],
    late: over.map(({ id }) => id).filter((id) => !results.has(id)),
    ...(at === -1 ? { gone: step } : {}),
  };
}

/** Takes over a new text at a pause, and says which results stay. */
export function takeOverText(
  run: RunbookRun,
  runbook: Runbook,
  { step, again }: Omit<Pause, 'accepts'>,
): void {
  const { item } = run;
  const { results } = run.progress;
  const { rest, kept, late, gone } = compareTexts(item.runbook, runbook, { step, results, again });
  const stays = new Set(kept);
  run.item = replan(item, runbook);
  run.progress.results = new Map([...results].filter(([id]) => stays.has(id)));
  run.progress.remaining = rest;
  run.progress.reloaded = true;
  const where = gone === undefined ? {} : { gone };
  run.context.events.emit({ type: 'runbook-reloaded', runbook, kept, ...where });
  const changed = startKeys.filter((key) => !isDeepStrictEqual(item.runbook.meta[key], runbook.meta[key]));
  if (changed.length > 0) {
    const message = `The new \`${changed.join('`, `')}\` of the front matter counts from the next run on.`;
    run.context.events.emit({ type: 'notice', message });
  }
  const reason = 'its place was passed before it was written';
  for (const id of late) run.finish(id, { outcome: 'skipped', reason });
}

/** Where to go on in place of a step that is gone. */
function followerOf(step: string, before: Runbook, after: Runbook): number {
  const at = before.steps.findIndex(({ id }) => id === step);
  const earlier = before.steps.slice(0, at).map(({ id }) => id);
  return after.steps.findLastIndex(({ id }) => earlier.includes(id)) + 1;
}

function sameStart(before: Step, after: Step, settled: (id: string) => boolean): readonly string[] {
  const [old, now] = [bodyOf(before), bodyOf(after)];
  const end = now.findIndex((statement, index) => !settled(statement.id) || !isSame(statement, old[index]));
  return (end === -1 ? now : now.slice(0, end)).map(({ id }) => id);
}

/** The same place and the same text; expectations may differ, they judge a later run. */
function isSame(one: Statement, other: Statement | undefined): boolean {
  return one.id === other?.id && JSON.stringify(one.action) === JSON.stringify(other.action);
}

function stepOf(runbook: Runbook, id: string): Step {
  const step = runbook.steps.find((item) => item.id === id);
  if (step === undefined) throw new TypeError(`there is no step ${id}`);
  return step;
}

function bodyOf(step: Step): readonly Statement[] {
  return statementsOf(step.blocks.filter(({ options }) => !options.cleanup));
}
