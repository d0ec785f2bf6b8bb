import { type Judging, watchExpectation } from '../expectations/judge-expectation.ts';
import { readable } from '../expectations/readable.ts';
import type { Output, StreamOutput } from '../model/output.ts';
import type { Expectation, Segment, Statement } from '../model/runbook.ts';
import type { WholeStream } from '../model/session.ts';
import type { Judgement, Verdict } from '../model/verdict.ts';
import { joinStreams } from './join-streams.ts';
import { metBy } from './met-by.ts';
import { seenBy } from './seen.ts';

/**
 * Values of the session's variables that expectations need, the statements that the outputs are of, and the whole of
 * streams that are too long for an output.
 */
type Given = {
  readonly variables: Readonly<Record<string, string>>;
  readonly statements?: readonly Statement[];
  readonly whole?: (stream: StreamOutput) => WholeStream | undefined;
};

/**
 * Judges every expectation of a segment by the outputs of its foreground statements read as one; one that says
 * `within` or `for` by what is repeated, the newest output of the last statement. Every output is gone through once,
 * whatever the number of expectations. Pure: the same outputs give the same verdicts.
 */
export function judge(segment: Segment, outputs: readonly Output[], given: Given): readonly Verdict[] {
  const { variables, whole = () => undefined } = given;
  const looks = new Map<string, Look>();
  const watching = segment.expectations.map((expectation) => {
    const seen = seenBy(expectation, outputs);
    const key = `${expectation.stream} ${seen.exits.length}`;
    const look = looks.get(key) ?? { ...seen, judging: [], incomplete: false, kept: undefined };
    looks.set(key, look);
    const judging = watchExpectation(expectation, variables);
    look.judging.push(judging);
    return { expectation, look, judging };
  });
  for (const look of looks.values()) takeAll(look, whole);
  return watching.map(({ expectation, look, judging }) => {
    const judgement = judging.judgement({
      exits: look.exits,
      get kept() {
        return keptOf(look);
      },
    });
    return {
      expectation,
      judgement: told(doubted(judgement, expectation, look), expectation, outputs, given),
    };
  });
}

/** A judgement with the statement that met the expectation, where there are several. */
function told(
  judgement: Judgement,
  expectation: Expectation,
  outputs: readonly Output[],
  given: Given,
): Judgement {
  if (!judgement.met || outputs.length < 2) return judgement;
  const ran = outputs.flatMap((output, index) => {
    const statement = given.statements?.[index];
    return statement === undefined ? [] : [{ statement, output }];
  });
  const by = metBy(expectation, ran, ({ statement, output }) => {
    const alone = { statements: [statement], expectations: [expectation] };
    return judge(alone, [output], { ...given, statements: [statement] }).every((each) => each.judgement.met);
  });
  return by === undefined ? judgement : { met: true, by };
}

/** Expectations that look at the same streams. */
type Look = {
  readonly streams: readonly StreamOutput[];
  readonly exits: readonly Output[];
  readonly judging: Judging[];
  /** Something of it was neither kept nor seen. */
  incomplete: boolean;
  kept: string | undefined;
};

function takeAll(look: Look, wholeOf: NonNullable<Given['whole']>): void {
  let watching: readonly Judging[] = look.judging;
  for (const stream of look.streams) {
    const whole = wholeOf(stream);
    if (stream.truncated && whole?.complete !== true) look.incomplete = true;
    for (const piece of whole?.pieces() ?? [stream.text]) {
      const seen = { shown: readable(piece), printed: piece };
      watching = watching.filter((judging) => !judging.take(seen));
      if (watching.length === 0) break;
    }
  }
}

/** What can be shown of it. */
function keptOf(look: Look): string {
  look.kept ??= readable(joinStreams(look.streams).text);
  return look.kept;
}

/** Of what was not seen nobody can say that something isn't in it; and lines can't be numbered over a gap. */
function doubted(judgement: Judgement, { negated, text, kind }: Expectation, look: Look): Judgement {
  if (judgement.met) {
    if (!negated || !look.incomplete || kind === 'exit') return judgement;
    return {
      met: false,
      expected: `not ${text}`,
      actual: 'not in what was kept of an output that is too long to be kept whole',
      hint: 'Filter the output in the command.',
    };
  }
  if (judgement.closest === undefined || !look.streams.some(({ truncated }) => truncated)) return judgement;
  const { line, from, to, expected } = judgement.closest;
  return { ...judgement, closest: { line, from, to, expected } };
}
