import { spanIn } from '../parse/block-text.ts';
import type { Made, Pending } from '../parse/group.ts';
import type { Page } from '../parse/page.ts';
import { simpleCommands } from '../shell/simple-commands.ts';
import type { Rule } from './rule.ts';

/** Finds `ls /nope; echo "status $?"` with a check of the status: the page fails with the command before. */
export const shownStatus: Rule = {
  code: 'parse/shown-status',
  severity: 'warning',
  check({ shells }: Page, report) {
    for (const { fence, groups } of shells.filter((shell) => !shell.fence.inert)) {
      for (const { pending, made } of groups) {
        const status = statusAsked(pending);
        const [before, shown] = status === undefined ? [] : commandAndStatus(made);
        if (!before || !shown) continue;
        const command = fence.block.text.slice(before.unit.from, before.unit.to).split('\n')[0];
        const message = `\`$?\` can only be 0 here: \`${command}\` has to succeed, or the page fails.`;
        const hint = `Write \`# expect exit: ${status}\` below it, and leave \`$?\` out.`;
        report({ message, hint, span: spanIn(fence.block, shown.unit.from, shown.unit.to) });
      }
    }
  },
};

const number = /(?<![\w.:-])([1-9]\d{0,2})(?![\w.:-])/;

const patternKinds: ReadonlySet<string> = new Set(['text', 'row', 'exact']);

/** The number that checks look for and that may be a status; undefined when one of them lets a command fail. */
function statusAsked(pending: readonly Pending[]): string | undefined {
  if (pending.some(({ directive: { kind } }) => kind === 'exit' || kind === 'no-output')) return undefined;
  const numbers = pending.flatMap(({ directive: { kind, negated, text } }) =>
    patternKinds.has(kind) && !negated ? (number.exec(text)?.[1] ?? []) : [],
  );
  return numbers.find((each) => Number(each) < 256);
}

/** The last two commands of a group, when the last prints `$?`; else none. */
function commandAndStatus(made: readonly Made[]): readonly Made[] {
  const [before, shown] = made.slice(-2);
  if (!before || !shown || before.unit.background || !mustSucceed(before)) return [];
  const prints = simpleCommands(shown.unit).some(
    ({ name, words }) =>
      (name === 'echo' || name === 'printf') && words.some(({ text }) => /\$(?:\?|\{\?\})/.test(text)),
  );
  return prints ? [before, shown] : [];
}

/** Behind `||`, `!` and in conditions a failure is allowed. */
function mustSucceed({ unit }: Made): boolean {
  const command = unit.nodes.at(-1)?.command;
  if (command?.type === 'Pipeline') return !command.prefixes.some(({ type }) => type === 'Negation');
  return command?.type === 'Command';
}
