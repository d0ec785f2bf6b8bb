import type { Diagnostic } from '../model/diagnostic.ts';
import type { Span } from '../model/source.ts';

/** An error with its place; all of ours also say how to mend it. */
export type Problem = Omit<Diagnostic, 'severity'> & { readonly span: Span };

/** The error for a comment that looks like a directive; `fix` is the line that was probably meant. */
export function lookalikeProblem(text: string, fix: string, span: Span): Problem {
  const message = `\`${text}\` looks like an expectation but is only a comment.`;
  return {
    code: 'parse/lookalike-expectation',
    span,
    message,
    hint: `Write \`${fix}\`, or begin with another word.`,
  };
}

/** The error for `<pod-name>` in a command. */
export function placeholderProblem(written: string, span: Span): Problem {
  const message = `\`${written}\` is read by bash as redirections, not as a placeholder.`;
  const hint = 'Use a variable that a command above sets, or add `skip` to the fence.';
  return { code: 'parse/placeholder', span, message, hint };
}
