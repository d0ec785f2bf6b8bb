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

type Wording = { readonly message: string; readonly hint: string };

const inPlaceOfOne =
  'Use a variable that a command above sets or that `env:` declares, or add `skip` to the fence.';

/** What is wrong with `<pod-name>` in a command. */
export function redirectionFault(written: string): Wording {
  const message = `\`${written}\` is a placeholder, which bash reads as redirections.`;
  return { message, hint: inPlaceOfOne };
}

/** What is wrong with `YOUR_PROJECT` in a command. */
export function placeholderFault(written: string): Wording {
  const message = `\`${written}\` looks like a placeholder, and nothing on the page gives it a value.`;
  return { message, hint: inPlaceOfOne };
}
