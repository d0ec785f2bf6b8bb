import type { ExpectationKind, Finding, ParseProblem, Place } from '../kind.ts';
import { summaryOf } from '../missing-pattern.ts';
import { linesOf } from '../readable.ts';
import { regexFault } from '../regex-fault.ts';
import { RegexTimeout, regexSearch } from '../regex-search.ts';

/** `# expect regex: RE`: some line of the output matches a regular expression of JavaScript, without flags. */
export const regex: ExpectationKind<string> = {
  name: 'regex',
  word: 'regex',
  syntax: '# expect regex: RE',
  summary:
    'Some line matches the regular expression (JavaScript, no flags); `^` and `$` are the ends of a line.',
  readsOutput: true,
  examples: [
    { directive: '# expect regex: ^(200|503)$', output: 'HTTP\n503\n', met: true },
    { directive: '# expect regex: ^(200|503)$', output: 'HTTP 503\n', met: false },
    { directive: '# expect regex: v1\\.3[0-9]\\.', output: 'Server Version: v1.33.1\n', met: true },
    { directive: '# expect regex: ^Server$', output: 'Server Version: v1.33.1\n', met: false },
    { directive: '# expect not regex: [Ee]rror', output: 'all is well\n', met: true },
    { directive: '# expect not regex: [Ee]rror', output: 'Error: no\n', met: false },
  ],
  parse: (text) => {
    const problem = problemOf(text);
    return problem ? { problem } : { args: text };
  },
  watch: (source) => {
    const search = regexSearch(source);
    let where: Place | undefined;
    let slow = false;
    return {
      take: ({ shown }) => {
        try {
          const hit = search(shown);
          if (hit) where = { line: hit.line, from: hit.from + 1, to: Math.max(hit.to, hit.from + 1) + 1 };
        } catch (error) {
          if (!(error instanceof RegexTimeout)) throw error;
          slow = true;
        }
        return where !== undefined || slow;
      },
      finding: ({ kept }) => {
        if (slow) return tooSlow;
        return where ? { result: 'found', where } : { result: 'missing', actual: summaryOf(linesOf(kept)) };
      },
    };
  },
  describe: (source) => `a line that matches ${source}`,
};

const tooSlow: Finding = {
  result: 'unknown',
  errored: true,
  actual: 'the regular expression took too long for this output',
  hint: 'Nested repetitions such as `(a+)+` take time that doubles with each character; write it without them.',
};

function problemOf(text: string): ParseProblem | undefined {
  const fault = regexFault(text);
  if (fault) {
    const { message, from, to } = fault;
    const hint = 'Fix it, or leave `regex` out to look for the characters themselves.';
    return { code: 'parse/bad-regex', message: `Invalid regular expression: ${message}.`, hint, from, to };
  }
  if (!matchesAnything(text)) return undefined;
  return {
    code: 'parse/cannot-fail',
    message: `\`${text}\` matches every line, so this check can't fail.`,
    hint: 'Say what the line must have; for any output at all write `# expect not: no output`.',
    from: 0,
    to: text.length,
  };
}

/** An empty line and one of a character that nobody would look for have nothing in common but what any line has. */
function matchesAnything(text: string): boolean {
  const expression = new RegExp(text);
  return expression.test('') && expression.test('\uFFFE');
}
