import type { Directive } from '../parse/directive.ts';
import type { Made } from '../parse/group.ts';
import type { Page } from '../parse/page.ts';
import type { Rule } from './rule.ts';

/** Finds `curl … || true` with checks of nothing but what isn't printed: they are met when the command fails. */
export const ignoredFailure: Rule = {
  code: 'parse/weak-expectation',
  severity: 'warning',
  check({ shells }: Page, report) {
    const judged = shells.filter(({ fence }) => !fence.cleanup && !fence.inert);
    for (const { pending, made } of judged.flatMap(({ groups }) => groups)) {
      const [first] = pending;
      const weak = ignoresFailure(made) && pending.every(({ directive }) => wantsAbsence(directive));
      if (!first || !weak) continue;
      const message = 'This is met as well when the command fails, which `|| true` allows.';
      const hint = 'Leave `|| true` out, or check something that is printed too.';
      report({ message, hint, span: first.span });
    }
  },
};

function wantsAbsence({ kind, negated }: Directive): boolean {
  return kind === 'no-output' ? !negated : negated && kind !== 'exit';
}

/** Whether it is one command, which ends in `|| true`. */
function ignoresFailure([only, more]: readonly Made[]): boolean {
  const node = only?.unit.nodes.at(-1)?.command;
  if (more || node?.type !== 'AndOr' || node.operators.at(-1) !== '||') return false;
  const last = node.commands.at(-1);
  return last?.type === 'Command' && /^(?:true|:)$/.test(last.name?.value ?? '');
}
