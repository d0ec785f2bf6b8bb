import { nearest } from '../diagnostics/nearest.ts';
import type { Step } from '../model/runbook.ts';
import { segmentsOf } from '../model/statements.ts';
import type { Rule } from './rule.ts';

/** Finds ways to steps that are not there, and to those that have gone by: a run would never end. */
export const ways: Rule = {
  code: 'parse/no-such-step',
  severity: 'error',
  check({ runbook: { steps } }, report) {
    for (const [at, { blocks }] of steps.entries()) {
      for (const { to, expectation } of segmentsOf(blocks).flatMap(({ ways: own = [] }) => own)) {
        const problem = to === undefined ? undefined : problemOf(to, steps, at);
        if (problem !== undefined) report({ ...problem, span: expectation.span });
      }
    }
  },
};

/** What is wrong with a way from one step to another. */
function problemOf(to: string, steps: readonly Step[], from: number) {
  const at = steps.findIndex(({ id }) => id === to);
  if (at > from) return undefined;
  if (at >= 0)
    return {
      message: `\`${to}\` does not come later: a run that goes back could go round for ever.`,
      hint: 'Repeat commands with `# expect within 1m: …`, or in a loop of bash.',
    };
  const near = nearest(
    to,
    steps.map(({ id }) => id),
  );
  const later = steps.slice(from + 1).map(({ id }) => `\`${id}\``);
  const hint =
    near === undefined
      ? `Name a later step: ${later.join(', ') || 'there is none'}.`
      : `Did you mean \`${near}\`?`;
  return { message: `No step is called \`${to}\`.`, hint };
}
