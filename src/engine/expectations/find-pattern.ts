import type { Asked, Ended, Finding, ParseProblem, Place, Watch } from './kind.ts';
import { linesIn, linesWith } from './lines.ts';
import { unsetIn } from './missing-pattern.ts';
import { fillPattern, literalsOf, longest, type Pattern, parsePattern } from './pattern.ts';

/** Prepares a filled pattern and looks for it in one line after the other; `missing` says what stands there instead. */
type Search = {
  readonly look: (filled: Pattern) => (line: string) => Place | undefined;
  readonly missing: (filled: Pattern, ended: Ended) => Finding;
};

/** Reads the text of a kind that takes a pattern; a pattern of nothing but a note checks nothing. */
export function parsePatternArgs(
  text: string,
): { readonly args: Pattern } | { readonly problem: ParseProblem } {
  const args = parsePattern(text);
  if (args.parts.length > 0) return { args };
  return {
    problem: {
      code: 'parse/empty-expectation',
      message: `Nothing to look for in \`${text}\`.`,
      hint: 'Put what the output must show before the note, or quote the text to take it literally.',
      from: 0,
      to: text.length,
    },
  };
}

/**
 * Looks for a pattern line by line. Not found, it says what came closest; with a variable that is not set in the
 * session it can't say anything.
 */
export function watchPattern(pattern: Pattern, { variables }: Asked, { look, missing }: Search): Watch {
  const unset = unsetIn(pattern, variables);
  if (unset) return { take: () => true, finding: () => unset };
  const filled = fillPattern(pattern, variables);
  const lookIn = look(filled);
  const literals = literalsOf(filled);
  const literal = longest(literals);
  let where: Place | undefined;
  return {
    take: ({ shown }) => {
      if (!literals.every((each) => shown.includes(each))) return false;
      for (const line of literal === '' ? linesIn(shown) : linesWith(shown, literal)) {
        where ??= lookIn(line);
        if (where) return true;
      }
      return false;
    },
    finding: (ended) => (where ? { result: 'found', where } : missing(filled, ended)),
  };
}
