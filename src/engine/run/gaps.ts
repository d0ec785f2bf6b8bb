import type { Gaps } from '../model/event.ts';
import type { Block } from '../model/runbook.ts';
import { blocksOf, needsPerson, statementsOf } from '../model/statements.ts';
import { type RunbookState, type RunState, stateOf } from './state.ts';

export const noGaps: Gaps = { skipped: 0, manual: 0, shown: 0, unchecked: 0 };

/** What a green run of a runbook says nothing of. */
export function gapsOf(state: RunbookState): Gaps {
  const { runbook } = state;
  if (runbook === undefined) return noGaps;
  const left = leftOut(state, blocksOf(runbook));
  const manual = left.filter(({ options }) => needsPerson(options) && options.skip === undefined).length;
  return {
    skipped: left.length - manual,
    manual,
    shown: runbook.notRun.length,
    unchecked: isUnchecked(state) ? 1 : 0,
  };
}

/** The same of all runbooks of a run. */
export function gapsOfRun({ runbooks }: RunState): Gaps {
  return Object.values(runbooks).map(gapsOf).reduce(addGaps, noGaps);
}

function addGaps(one: Gaps, other: Gaps): Gaps {
  return {
    skipped: one.skipped + other.skipped,
    manual: one.manual + other.manual,
    shown: one.shown + other.shown,
    unchecked: one.unchecked + other.unchecked,
  };
}

/** It ran to its end without a failure, and no expectation had a say in that. */
function isUnchecked({ statements }: RunbookState): boolean {
  const ran = statements.some(({ outcome }) => outcome === 'passed');
  const green = statements.every(({ outcome }) => outcome === 'passed' || outcome === 'skipped');
  return ran && green && statements.every(({ checks }) => checks.met + checks.unmet === 0);
}

/** The blocks of which nothing ran. */
export function leftOut(state: RunbookState, blocks: readonly Block[]): readonly Block[] {
  return blocks.filter((block) => {
    const statements = statementsOf([block]);
    return statements.length > 0 && statements.every(({ id }) => stateOf(state, id).outcome === 'skipped');
  });
}
