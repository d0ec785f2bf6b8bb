import { judge } from '../judge/judge.ts';
import { failureOf } from '../judge/success.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Segment } from '../model/runbook.ts';
import type { Source } from '../model/source.ts';
import { blocksOf, segmentsOf } from '../model/statements.ts';
import { parse } from '../parse.ts';
import type { Observed } from './observed.ts';
import type { Proposal } from './proposal.ts';

/**
 * Which proposals would not do, by what the run saw: the new text is parsed and judged as the next run will. Without
 * any, all of them together hold.
 */
export function whyNotMet(
  { before, after: source }: { readonly before: Source; readonly after: Source },
  observed: readonly Observed[],
  proposals: readonly Proposal[],
): ReadonlyMap<Proposal, string> {
  const reasons = new Map<Proposal, string>();
  if (proposals.length === 0) return reasons;
  const { runbook, diagnostics } = parse(source);
  const known = new Set(parse(before).diagnostics.map(faultOf));
  const error = diagnostics.find((each) => each.severity === 'error' && !known.has(faultOf(each)));
  if (error) return new Map(proposals.map((proposal) => [proposal, `it would be wrong: ${error.message}`]));
  const segments = segmentsOf(blocksOf(runbook));
  const byStatement = new Map(segments.map((segment) => [segment.statements[0]?.id, segment]));
  for (const each of observed) {
    const own = proposals.filter(({ expectation }) => each.segment.expectations.includes(expectation));
    const after = byStatement.get(each.segment.statements[0]?.id);
    for (const [proposal, why] of after ? judged(each, after, own) : []) reasons.set(proposal, why);
  }
  return reasons;
}

function faultOf({ code, message }: Diagnostic): string {
  return `${code} ${message}`;
}

function judged(
  observed: Observed,
  after: Segment,
  own: readonly Proposal[],
): readonly (readonly [Proposal, string])[] {
  const { segment, variables, movement, verdicts: before } = observed;
  const outputs = movement?.outputs ?? observed.outputs;
  const failure = own.length > 0 ? failureIn(observed, after) : undefined;
  if (failure !== undefined)
    return own.map((proposal) => [proposal, `its command would count as failed then: ${failure}`]);
  const verdicts = own.length > 0 ? judge(after, outputs, { variables }) : [];
  const lost = verdicts.some(({ judgement }, at) => !judgement.met && before[at]?.judgement.met === true);
  if (lost) return own.map((proposal) => [proposal, 'another check of its command would not hold then']);
  return own.flatMap((proposal) => {
    const verdict = verdicts[segment.expectations.indexOf(proposal.expectation)];
    return verdict?.judgement.met ? [] : [[proposal, 'what it would become does not hold either'] as const];
  });
}

/** Whether a statement fails by itself under the new expectations: some of them excuse a failing exit. */
function failureIn({ statements }: Observed, { expectations }: Segment): string | undefined {
  const failures = statements.map(({ statement, state: { output, verdicts } }) =>
    output ? failureOf({ statement, output, expectations, last: verdicts.length > 0 }) : undefined,
  );
  const failure = failures.find((each) => each !== undefined);
  return failure && 'message' in failure ? failure.message : undefined;
}
