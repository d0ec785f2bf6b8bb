import type { OutputArgs } from '../expectations/kinds/output.ts';
import type { Expectation } from '../model/runbook.ts';
import type { Judgement } from '../model/verdict.ts';
import type { Observed } from './observed.ts';
import type { Why } from './proposal.ts';
import { isRenewable } from './renew.ts';

type Unmet = Extract<Judgement, { met: false }>;

/**
 * Why an unmet expectation is not updated, whatever was printed, and what a person could do: its command failed, it
 * could not be judged, or it is of a kind that says more than a line of output can.
 */
export function whyNever(expectation: Expectation, judgement: Unmet, observed: Observed): Why | undefined {
  const failed = observed.statements.find(
    ({ state }) => state.failure && state.failure.kind !== 'expectations',
  );
  if (failed?.state.failure && 'message' in failed.state.failure) return failedCommand(failed.state);
  if (judgement.errored)
    return { why: judgement.actual, ...(judgement.hint ? { hint: judgement.hint } : {}) };
  if (expectation.forMs !== undefined) {
    return { why: "it must stay met for a while, and one output doesn't tell whether another text would" };
  }
  const { verbatim, unordered, runs } = expectation.args as Partial<OutputArgs>;
  const isEmpty = runs?.length === 0;
  if (verbatim || (unordered && !isEmpty)) {
    return {
      why: `\`${verbatim ? 'verbatim' : 'unordered'}\` output is not updated`,
      hint: 'Copy what was printed.',
    };
  }
  if (isRenewable(expectation)) return undefined;
  if (expectation.kind === 'exit') return exitStatus(expectation, judgement);
  if (expectation.negated) {
    const hint = `If \`${judgement.actual}\` is right, take the check out.`;
    return { why: 'checks with `not` are not updated', hint };
  }
  const came = judgement.actual.length > 100 ? `${judgement.actual.slice(0, 99)}…` : judgement.actual;
  return {
    why: `\`${expectation.kind.replace('-', ' ')}\` checks are not updated`,
    hint: `What came is: ${came}`,
  };
}

type State = Observed['statements'][number]['state'];

function failedCommand({ failure, output }: State): Why {
  const message = failure && 'message' in failure ? failure.message : '';
  const code = failure?.kind === 'exit' ? output?.exitCode : undefined;
  const hint = code ? { hint: `If that is right write \`# expect exit: ${code}\`.` } : {};
  return { why: `its command failed: ${message}`, ...hint };
}

function exitStatus({ negated }: Expectation, { actual }: Unmet): Why {
  const code = /^exit (\d+)$/.exec(actual)?.[1];
  const hint = code && !negated ? { hint: `If that is right write \`# expect exit: ${code}\`.` } : {};
  return { why: `\`exit\` checks are not updated, and it ended with ${actual}`, ...hint };
}
