import { watchExpectation } from '../expectations/judge-expectation.ts';
import { readable } from '../expectations/readable.ts';
import type { Output, StreamOutput } from '../model/output.ts';
import type { Expectation, Segment } from '../model/runbook.ts';
import type { Judgement, Verdict } from '../model/verdict.ts';
import { joinStreams } from './join-streams.ts';

/**
 * Judges every expectation of a segment by the outputs of its foreground statements read as one; one that says
 * `within` or `for` by what is repeated, the newest output of the last statement. Pure: the same outputs give the same verdicts.
 * `variables` are the session's values of those that the expectations need.
 */
export function judge(
  segment: Segment,
  outputs: readonly Output[],
  variables: Readonly<Record<string, string>>,
): readonly Verdict[] {
  const looks = new Map<string, Look>();
  const watching = segment.expectations.map((expectation) => {
    const seen = isRepeated(expectation) ? outputs.slice(-1) : outputs;
    const key = `${expectation.stream} ${seen.length}`;
    const look = looks.get(key) ?? { stream: streamOf(expectation, seen), exits: seen, judging: [] };
    looks.set(key, look);
    const judging = watchExpectation(expectation, variables);
    look.judging.push(judging);
    return { expectation, look, judging };
  });
  const kept = new Map([...looks.values()].map((look) => [look, takeAll(look)]));
  return watching.map(({ expectation, look, judging }) => {
    const judgement = judging.judgement({ exits: look.exits, kept: kept.get(look) ?? '' });
    return { expectation, judgement: unnumbered(doubted(judgement, expectation, look.stream), look.stream) };
  });
}

/** Expectations that look at the same output: it is made readable once. */
type Look = {
  readonly stream: StreamOutput;
  readonly exits: readonly Output[];
  readonly judging: ReturnType<typeof watchExpectation>[];
};

function takeAll({ stream, judging }: Look): string {
  const text = readable(stream.text);
  for (const each of judging) each.take(text);
  return text;
}

function isRepeated({ withinMs, forMs }: Expectation): boolean {
  return withinMs !== undefined || forMs !== undefined;
}

function streamOf({ stream }: Expectation, outputs: readonly Output[]): StreamOutput {
  const streams = outputs.flatMap(({ stdout, stderr }) => {
    if (stream === 'stdout') return [stdout];
    return stream === 'stderr' ? [stderr] : [stdout, stderr];
  });
  return joinStreams(streams);
}

/** Which line of an output it is can't be told when some of them were not kept. */
function unnumbered(judgement: Judgement, { truncated }: StreamOutput): Judgement {
  if (judgement.met || judgement.closest === undefined || !truncated) return judgement;
  const { line, from, to, expected } = judgement.closest;
  return { ...judgement, closest: { line, from, to, expected } };
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
