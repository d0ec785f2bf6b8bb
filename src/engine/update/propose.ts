import { applyEdits } from '../format/edits.ts';
import type { Plan } from '../model/plan.ts';
import type { Runbook } from '../model/runbook.ts';
import type { Source } from '../model/source.ts';
import type { RunState } from '../run/state.ts';
import { addWithin } from './add-within.ts';
import { answersOf } from './answers.ts';
import { type Observed, observedSegments } from './observed.ts';
import type { FileUpdate, Proposal } from './proposal.ts';
import { whyNotMet } from './why-not-met.ts';

/** `all`: what was printed is taken where little of what is written is left, too. */
type ProposeOptions = { readonly all?: boolean };

/**
 * What would make the unmet expectations of a run hold, for each file that was asked for and has some. Every proposal
 * has been judged by what the commands printed: a run that sees the same passes. Pure.
 */
export function proposeUpdates(
  plan: Plan,
  state: RunState,
  { all = false }: ProposeOptions = {},
): readonly FileUpdate[] {
  return plan.runbooks.flatMap(({ runbook, reason }) => {
    const seen = state.runbooks[runbook.source.file];
    if (reason !== 'asked' || !seen) return [];
    const update = updateOf(runbook, observedSegments(runbook, seen), all);
    return update.proposals.length + update.refusals.length > 0 ? [update] : [];
  });
}

function updateOf(runbook: Runbook, observed: readonly Observed[], all: boolean): FileUpdate {
  const answers = observed.flatMap((each) => answersOf(each, runbook.source.text, all));
  let proposals = waiting(
    runbook,
    observed,
    answers.flatMap((answer) => ('edits' in answer ? [answer] : [])),
  );
  const refusals = answers.flatMap((answer) => ('edits' in answer ? [] : [answer]));
  for (;;) {
    const after = textWith(runbook, proposals);
    const reasons = whyNotMet({ before: runbook.source, after }, observed, proposals);
    if (reasons.size === 0) return { source: runbook.source, after: after.text, proposals, refusals };
    for (const [{ expectation }, why] of reasons) refusals.push({ expectation, why });
    proposals = proposals.filter((proposal) => !reasons.has(proposal));
  }
}

function textWith({ source }: Runbook, proposals: readonly Proposal[]): Source {
  const edits = proposals.flatMap((proposal) => proposal.edits);
  return { ...source, text: applyEdits(source.text, edits) };
}

/** Proposals that the first output did not meet yet: with them a check waits. */
function waiting(
  runbook: Runbook,
  observed: readonly Observed[],
  proposals: readonly Proposal[],
): readonly Proposal[] {
  const moved = observed.filter(({ movement }) => movement !== undefined);
  if (moved.length === 0 || proposals.length === 0) return proposals;
  const early = whyNotMet(
    { before: runbook.source, after: textWith(runbook, proposals) },
    moved.map(({ movement: _, ...each }) => each),
    proposals,
  );
  return proposals.map((proposal) => {
    const { expectation, edits } = proposal;
    const afterMs = moved.find(({ segment }) => segment.expectations.includes(expectation))?.movement
      ?.afterMs;
    if (afterMs === undefined || !early.has(proposal) || expectation.withinMs !== undefined) return proposal;
    return { ...proposal, edits: [...edits, addWithin(expectation, afterMs)] };
  });
}
