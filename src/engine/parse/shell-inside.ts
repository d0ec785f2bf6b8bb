import type { Unit } from '../shell/split-statements.ts';
import { spanIn } from './block-text.ts';
import { hashLinesIn } from './comments.ts';
import { placeholderProblem } from './problem.ts';
import { recognise } from './recognise.ts';
import type { ShellFence } from './shell-block.ts';
import { reportHabits } from './shell-habits.ts';
import { isData, placeholdersIn } from './shell-lint.ts';

/** Directives inside a statement can't be judged, placeholders in one must not run, and some habits don't work. */
export function reportInside(fence: ShellFence, unit: Unit): void {
  for (const comment of hashLinesIn(fence.block.text, unit)) {
    const { kind } = recognise(comment.text);
    if (kind === 'prose' || kind === 'arrow') continue;
    const span = spanIn(fence.block, comment.from, comment.to);
    if (!isData(unit, comment.from)) {
      const line = spanIn(fence.block, Math.max(unit.from, unit.to - 1), unit.to).start.line;
      const message = `\`${comment.text}\` stands inside a command.`;
      const hint = `Expectations stand between commands: move it below line ${line}.`;
      fence.report({ code: 'parse/misplaced-expectation', severity: 'error', span, message, hint });
    } else if (kind !== 'lookalike') {
      const message = `\`${comment.text}\` is text that a command is given, not an expectation.`;
      const hint = 'Move it below the command if it is meant to be checked.';
      fence.report({ code: 'parse/expectation-in-data', severity: 'warning', span, message, hint });
    }
  }
  for (const { from, to } of fence.inert ? [] : placeholdersIn(fence.block.text, unit)) {
    const problem = placeholderProblem(fence.block.text.slice(from, to), spanIn(fence.block, from, to));
    fence.report({ severity: 'error', ...problem });
  }
  if (!fence.inert) reportHabits(fence, unit);
}
