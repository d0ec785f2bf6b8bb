import type { Expectation } from '../model/runbook.ts';
import type { Judgement } from '../model/verdict.ts';
import { alikeHint, looksLike, toldApart } from './alike.ts';
import type { Ended, Exit, ExpectationKind, FailedExit, Finding, Piece } from './kind.ts';
import { readable } from './readable.ts';
import { kindByName } from './registry.ts';

/** What an output of one piece is judged by: `text` is that of the expectation's stream, as it was printed. */
type Observed = {
  readonly text: string;
  readonly exits: readonly Exit[];
  readonly variables: Readonly<Record<string, string>>;
};

/** An expectation looking at an output: like the `Watch` of its kind, but its answer is the judgement. */
export type Judging = { take(piece: Piece): boolean; judgement(ended: Ended): Judgement };

/** Judges one expectation by an output that is there as a whole. Pure; never throws. */
export function judgeExpectation(expectation: Expectation, { text, exits, variables }: Observed): Judgement {
  const judging = watchExpectation(expectation, variables);
  const shown = readable(text);
  judging.take({ shown, printed: text });
  return judging.judgement({ exits, kept: shown });
}

/** Begins to judge one expectation, `not` included, by an output that comes in pieces. Never throws. */
export function watchExpectation(
  expectation: Expectation,
  variables: Readonly<Record<string, string>>,
): Judging {
  const kind = kindByName(expectation.kind);
  if (!kind) {
    const actual = `no kind \`${expectation.kind}\``;
    const unknown = { met: false, errored: true, expected: expectation.text, actual } as const;
    return { take: () => true, judgement: () => unknown };
  }
  const { negated } = expectation;
  const watch = kind.watch(expectation.args, { variables, negated });
  const judged = negated ? judgeNegated : judgePlain;
  return {
    take: (piece) => watch.take(piece),
    judgement: (ended) => judged(expectation, kind, watch.finding(ended)),
  };
}

/**
 * Whether a command that failed did what the expectation asks for, so that its statement doesn't fail by itself. A
 * negated expectation excuses nothing, but `exit`.
 */
export function acceptsExit(expectation: Expectation, failed: FailedExit): boolean {
  const kind = kindByName(expectation.kind);
  if (!kind?.acceptsExit || (expectation.negated && kind.readsOutput)) return false;
  return kind.acceptsExit(expectation.args, failed);
}

/** Names of the session variables that are needed to judge it. */
export function variablesOf(expectation: Expectation): readonly string[] {
  return kindByName(expectation.kind)?.variables?.(expectation.args) ?? [];
}

function judgePlain(expectation: Expectation, kind: ExpectationKind, finding: Finding): Judgement {
  if (finding.result === 'found') return { met: true };
  const part = finding.result === 'missing' ? finding.expected : undefined;
  const wanted = part ?? kind.describe(expectation.args);
  const isAlike = finding.result === 'missing' && looksLike(wanted, finding.actual);
  const [expected, actual] = isAlike ? toldApart(wanted, finding.actual) : [wanted, finding.actual];
  const hint = isAlike ? alikeHint : (finding.hint ?? negationHint(expectation));
  return {
    met: false,
    expected,
    actual,
    ...(finding.at === undefined ? {} : { at: finding.at }),
    ...(finding.result === 'missing' && finding.closest && !isAlike ? { closest: finding.closest } : {}),
    ...(finding.result === 'unknown' && finding.errored ? { errored: true as const } : {}),
    ...(hint ? { hint } : {}),
  };
}

function judgeNegated(expectation: Expectation, kind: ExpectationKind, finding: Finding): Judgement {
  if (finding.result === 'missing') return { met: true };
  const expected = `not ${kind.describe(expectation.args)}`;
  if (finding.result === 'unknown') {
    const hint = finding.hint ? { hint: finding.hint } : {};
    const errored = finding.errored ? { errored: true as const } : {};
    return { met: false, ...errored, expected, actual: finding.actual, ...hint };
  }
  const { where } = finding;
  const closest = where ? { closest: { ...where, expected: 'something else' } } : {};
  return { met: false, expected, actual: where?.line ?? kind.describe(expectation.args), ...closest };
}

/** `not ready` is plain text; whoever meant a negation learns how it is written. */
function negationHint({ kind, text }: Expectation): string | undefined {
  const rest = /^not\s+(\S.*)$/.exec(text)?.[1];
  return kind === 'text' && rest ? `For a negative check write \`# expect not: ${rest}\`.` : undefined;
}
