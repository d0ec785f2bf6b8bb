import { type Pattern, parsePattern } from '../expectations/pattern.ts';
import { applyEdits, type Edit } from '../format/edits.ts';
import { seenBy } from '../judge/seen.ts';
import type { Plan } from '../model/plan.ts';
import type { Expectation, Runbook } from '../model/runbook.ts';
import type { Source } from '../model/source.ts';
import type { RunState } from '../run/state.ts';
import { type Observed, observedSegments } from './observed.ts';
import type { FileUpdate, Proposal, Refusal } from './proposal.ts';
import { renew } from './renew.ts';
import { renewOutput } from './renew-output.ts';
import { whyNever } from './why-never.ts';
import { whyNotMet } from './why-not-met.ts';

/**
 * What would make the unmet expectations of a run hold, for each file that was asked for and has some. Every proposal
 * has been judged by what the commands printed: a run that sees the same passes. Pure.
 */
export function proposeUpdates(plan: Plan, state: RunState): readonly FileUpdate[] {
  return plan.runbooks.flatMap(({ runbook, reason }) => {
    const seen = state.runbooks[runbook.source.file];
    if (reason !== 'asked' || !seen) return [];
    const update = updateOf(runbook, observedSegments(runbook, seen));
    return update.proposals.length + update.refusals.length > 0 ? [update] : [];
  });
}

function updateOf(runbook: Runbook, observed: readonly Observed[]): FileUpdate {
  const answers = observed.flatMap((each) => answersOf(each, runbook.source.text));
  let proposals = answers.flatMap((answer) => ('edits' in answer ? [answer] : []));
  const refusals = answers.flatMap((answer) => ('edits' in answer ? [] : [answer]));
  for (;;) {
    const after = textWith(runbook, proposals);
    const reasons = whyNotMet(after, observed, proposals);
    if (reasons.size === 0) return { source: runbook.source, after: after.text, proposals, refusals };
    for (const [{ expectation }, why] of reasons) refusals.push({ expectation, why });
    proposals = proposals.filter((proposal) => !reasons.has(proposal));
  }
}

function textWith({ source }: Runbook, proposals: readonly Proposal[]): Source {
  const edits = proposals.flatMap((proposal) => proposal.edits);
  return { ...source, text: applyEdits(source.text, edits) };
}

type Answer = Proposal | Refusal;

/** An answer for each unmet expectation of a segment. */
function answersOf(observed: Observed, text: string): readonly Answer[] {
  const judgements = new Map(
    observed.verdicts.map(({ expectation, judgement }) => [expectation.span.start.offset, judgement]),
  );
  const judged = observed.segment.expectations.map((expectation) => ({
    expectation,
    judgement: judgements.get(expectation.span.start.offset),
  }));
  const others = judged.filter(({ judgement }) => judgement?.met !== false);
  const said = new Map(others.map(({ expectation: { source, span } }) => [keyOf(source), span.start.line]));
  return judged.flatMap(({ expectation, judgement }) => {
    if (judgement?.met !== false) return [];
    const never = whyNever(expectation, judgement, observed);
    return [never ? { expectation, ...never } : answerOf(expectation, { observed, text, said })];
  });
}

type Asked = {
  readonly observed: Observed;
  /** The document's. */
  readonly text: string;
  /** What other expectations of the segment say, and on which line. */
  readonly said: Map<string, number>;
};

function answerOf(expectation: Expectation, { observed, text, said }: Asked): Answer {
  const { streams } = seenBy(expectation, observed.outputs);
  const seen = { streams, variables: observed.variables };
  if (expectation.kind === 'output') return { expectation, ...renewOutput(expectation, text, seen) };
  const renewed = renew(expectation, seen);
  if ('why' in renewed) return { expectation, ...renewed };
  const { source, span } = expectation;
  const key = keyOf(`${source.slice(0, source.indexOf(':'))}: ${renewed.pattern}`);
  const line = said.get(key);
  if (line !== undefined) return { expectation, why: `it would say the same as line ${line}` };
  said.set(key, span.start.line);
  return { expectation, edits: [editOf(expectation, renewed.pattern)] };
}

/** A directive without its note, blanks made one. */
function keyOf(source: string): string {
  const colon = source.indexOf(':');
  return `${source.slice(0, colon)}: ${parsePattern(source.slice(colon + 1)).text}`.replace(/\s+/g, ' ');
}

/** Puts the new pattern in place of the old one: words, note and blanks around it stay. */
function editOf({ source, text, args, span }: Expectation, pattern: string): Edit {
  const { quoted, text: plain } = args as Pattern;
  const old = quoted ? (/^"(?:[^"\\]|\\.)*"/.exec(text)?.[0] ?? text) : plain;
  const from = span.start.offset + source.indexOf(text, source.indexOf(':') + 1);
  return { from, to: from + old.length, text: pattern };
}
