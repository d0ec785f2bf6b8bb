import type { Wait, Way } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import type { Unit } from '../shell/split-statements.ts';
import { spanIn } from './block-text.ts';
import type { Comment } from './comments.ts';
import { parseDirective } from './directive.ts';
import type { PendingLine } from './group.ts';
import { lookalikeProblem, type Problem } from './problem.ts';
import { recognise } from './recognise.ts';
import type { ShellFence } from './shell-fence.ts';
import { parseWait } from './wait.ts';
import { parseWay } from './way.ts';

/** What a comment between commands means to the engine. */
type Read = { readonly wait: Wait } | { readonly way: Way } | PendingLine | undefined;

/** Reads a comment below a unit, or above the first one. Prose, and what is reported as wrong, give undefined. */
export function readComment(fence: ShellFence, comment: Comment, unit: Unit | undefined): Read {
  const recognised = recogniseIn(comment.text);
  if (recognised.kind === 'prose' || recognised.kind === 'arrow') return undefined;
  const span = spanIn(fence.block, comment.from, comment.to);
  const misplaced = misplacedProblem(
    comment,
    recognised.kind === 'lookalike' ? recognised.fix : undefined,
    span,
  );
  if (misplaced) return report(fence, misplaced);
  if (recognised.kind === 'lookalike')
    return report(fence, lookalikeProblem(comment.text, recognised.fix, span));
  if (recognised.kind === 'way') return readWay(fence, comment, unit);
  return recognised.kind === 'wait' ? readWait(fence, comment, unit) : readExpect(fence, comment, unit);
}

/** What begins a comment in a language whose comments don't begin with `#`. */
const leaders = /^(?:\/\/|--)/;

/** The same of a comment in any language, as one of bash; what it was probably meant to be is written as it is. */
export function recogniseIn(comment: string): ReturnType<typeof recognise> {
  const [leader = '#'] = leaders.exec(comment) ?? [];
  const recognised = recognise(comment.replace(leader, '#'));
  return 'fix' in recognised ? { ...recognised, fix: recognised.fix.replace('#', leader) } : recognised;
}

function report(fence: ShellFence, problem: Problem): undefined {
  fence.report({ severity: 'error', ...problem });
  return undefined;
}

function misplacedProblem(comment: Comment, fix: string | undefined, span: Span): Problem | undefined {
  if (comment.place === 'trailing') {
    const hint = fix
      ? `Write \`${fix}\` on a line below the command, or begin with another word.`
      : 'Put it on a line of its own below the command.';
    return {
      code: 'parse/trailing-expectation',
      span,
      message: `\`${comment.text}\` stands behind a command.`,
      hint,
    };
  }
  if (comment.place !== 'continued') return undefined;
  const message = `\`${comment.text}\` stands below a line that ends in \`\\\`, so it cuts the command short.`;
  return {
    code: 'parse/misplaced-expectation',
    span,
    message,
    hint: 'Move it below the last line of the command.',
  };
}

function readWait(fence: ShellFence, comment: Comment, unit: Unit | undefined): Read {
  const span = spanIn(fence.block, comment.from, comment.to);
  if (!unit?.background) {
    const message = `\`${comment.text}\` has no background command above it.`;
    return report(fence, {
      code: 'parse/misplaced-wait',
      span,
      message,
      hint: 'Put it right below a command that ends in `&`.',
    });
  }
  const result = parseWait(comment.text);
  if ('wait' in result) return { wait: { ...result.wait, span } };
  const { from, to, ...problem } = result.problem;
  return report(fence, { ...problem, span: spanIn(fence.block, comment.from + from, comment.from + to) });
}

function readWay(fence: ShellFence, comment: Comment, unit: Unit | undefined): Read {
  const at = (from: number, to: number) => spanIn(fence.block, comment.from + from, comment.from + to);
  const span = at(0, comment.text.length);
  if (!unit || unit.background || fence.cleanup) {
    const why = fence.cleanup
      ? 'stands in cleanup, behind which nothing is'
      : 'has no command above it that ends';
    const hint = 'Put it below the command whose output decides.';
    return report(fence, { code: 'parse/nothing-above', span, message: `\`${comment.text}\` ${why}.`, hint });
  }
  const result = parseWay(comment.text);
  if ('problem' in result) {
    const { from, to, ...problem } = result.problem;
    return report(fence, { ...problem, span: at(from, to) });
  }
  const { kindRule: _, ...directive } = result.way.directive;
  const { to } = result.way;
  return { way: { ...(to === undefined ? {} : { to }), expectation: { ...directive, span } } };
}

function readExpect(fence: ShellFence, comment: Comment, unit: Unit | undefined): Read {
  const at = (from: number, to: number) => spanIn(fence.block, comment.from + from, comment.from + to);
  if (!unit) {
    const message = `No command stands above \`${comment.text}\` in this block.`;
    const hint = 'Move it below the command, or join the blocks.';
    return report(fence, { code: 'parse/nothing-above', span: at(0, comment.text.length), message, hint });
  }
  const result = parseDirective(comment.text);
  if ('problem' in result) {
    const { from, to, ...problem } = result.problem;
    return report(fence, { ...problem, span: at(from, to) });
  }
  return { directive: result.directive, span: at(0, comment.text.length), at };
}
