import type { Diagnostic } from '../model/diagnostic.ts';
import type { Span } from '../model/source.ts';
import { firstOdd } from './characters.ts';

/** An error with its place; all of ours also say how to fix it. */
export type Problem = Omit<Diagnostic, 'severity'> & { readonly span: Span };

/** The error for a comment that looks like a directive; `fix` is the line that was probably meant. */
export function lookalikeProblem(text: string, fix: string, span: Span, what = 'only a comment'): Problem {
  const odd = firstOdd(text.slice(0, fix.indexOf(':') + 1));
  const why = odd ? `: there is ${odd.name} in it` : '';
  const message = `\`${text}\` looks like an expectation but is ${what}${why}.`;
  return {
    code: 'parse/lookalike-expectation',
    span,
    message,
    hint: `Write \`${fix}\`, or begin with another word.`,
  };
}

/** What is wrong with `<pod-name>` in a command. */
export function placeholderFault(written: string): { readonly message: string; readonly hint: string } {
  const message = `\`${written}\` is read by bash as redirections, not as a placeholder.`;
  return { message, hint: 'Use a variable that a command above sets, or add `skip` to the fence.' };
}
