import { judgeExpectation } from '../expectations/judge-expectation.ts';
import { readable } from '../expectations/readable.ts';
import type { Output, StreamOutput } from '../model/output.ts';
import type { Expectation, Segment } from '../model/runbook.ts';
import type { Judgement, Verdict } from '../model/verdict.ts';
import { joinStreams } from './join-streams.ts';

/**
 * Judges every expectation of a segment by the outputs of its foreground statements read as one; one that says
 * `within` by what is repeated, the newest output of the last statement. Pure: the same outputs give the same verdicts.
 * `variables` are the session's values of those that the expectations need.
 */
export function judge(
  segment: Segment,
  outputs: readonly Output[],
  variables: Readonly<Record<string, string>>,
): readonly Verdict[] {
  return segment.expectations.map((expectation) => {
    const seen = expectation.withinMs === undefined ? outputs : outputs.slice(-1);
    const stream = streamOf(expectation, seen);
    const observed = { text: readable(stream.text), exits: seen, variables };
    const judgement = judgeExpectation(expectation, observed);
    return { expectation, judgement: doubted(judgement, expectation, stream) };
  });
}

function streamOf({ stream }: Expectation, outputs: readonly Output[]): StreamOutput {
  const streams = outputs.flatMap(({ stdout, stderr }) => {
    if (stream === 'stdout') return [stdout];
    return stream === 'stderr' ? [stderr] : [stdout, stderr];
  });
  return joinStreams(streams);
}

/** Of what was not kept nobody can say that something isn't in it. */
function doubted(
  judgement: Judgement,
  { negated, text, kind }: Expectation,
  stream: StreamOutput,
): Judgement {
  if (!judgement.met || !negated || !stream.truncated || kind === 'exit') return judgement;
  return {
    met: false,
    expected: `not ${text}`,
    actual: 'not in what was kept of an output that is too long to be kept whole',
    hint: 'Filter the output in the command.',
  };
}
