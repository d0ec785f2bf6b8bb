import type { AppliedArgs } from '../expectations/applied-finding.ts';
import type { Expectation } from '../model/runbook.ts';
import { blocksOf, segmentsOf } from '../model/statements.ts';
import type { Rule } from './rule.ts';

/** Finds expectations on a manifest that cannot both be met. */
export const conflictingAnswers: Rule = {
  code: 'parse/conflicting-expectations',
  severity: 'error',
  check({ runbook }, report) {
    const manifests = blocksOf(runbook).filter(({ kind }) => kind === 'manifest');
    for (const { expectations } of segmentsOf(manifests)) {
      for (const [index, each] of expectations.entries()) {
        const other = expectations.slice(0, index).find((earlier) => excludes(earlier, each));
        const message = `\`${each.source}\` and \`${other?.source}\` cannot both be met.`;
        if (other) report({ message, hint: 'Keep one of them.', span: each.span });
      }
    }
  },
};

/** An object has one result, and one status of each condition. */
function excludes(one: Expectation, other: Expectation): boolean {
  const [first, second] = [questionOf(one), questionOf(other)];
  if (first.asked !== second.asked) return false;
  if (one.negated !== other.negated) return first.answer === second.answer;
  return !one.negated && first.answer !== second.answer;
}

function questionOf({ args }: Expectation): { readonly asked: string; readonly answer: string } {
  const { object = '', ...rest } = args as AppliedArgs;
  if ('result' in rest) return { asked: `${object} result`, answer: rest.result };
  return { asked: `${object} ${rest.condition}`, answer: rest.status };
}
