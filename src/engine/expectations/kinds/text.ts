import { countsNone } from '../counts-none.ts';
import { parsePatternArgs, watchPattern } from '../find-pattern.ts';
import { asksForStatus, watchStatus } from '../find-status.ts';
import type { ExpectationKind, Place } from '../kind.ts';
import { findInLine, matcherOf } from '../match.ts';
import { missingWords } from '../missing-pattern.ts';
import { type Pattern, variablesIn } from '../pattern.ts';

/** What curl ends with when no answer came: then it prints the status 000. @see https://curl.se/docs/manpage.html#EXIT */
const noAnswerStatuses: ReadonlySet<number> = new Set([6, 7, 28, 35, 52, 56, 60]);

/** `# expect: TEXT`: some line of the output contains TEXT, by whole words. */
export const text: ExpectationKind<Pattern> = {
  name: 'text',
  syntax: '# expect: TEXT',
  summary: 'Some line of the output contains TEXT, by whole words, blanks flexible.',
  readsOutput: true,
  examples: [
    { directive: '# expect: condition met', output: 'pod/a condition met\n', met: true },
    { directive: '# expect: HTTP 200', output: 'HTTP/1.1 200 OK\n', met: true },
    { directive: '# expect: HTTP 2xx', output: 'ingress: HTTP 503\n', met: false },
    { directive: '# expect: 1/1', output: 'a 11/1\n', met: false },
    { directive: '# expect: via 240.240.0.x ← any', output: 'HTTP 200 via 240.240.0.17\n', met: true },
    { directive: '# expect: prod...page', output: 'productpage\n', met: true },
    { directive: '# expect: at ${VIP}', output: 'at 10.1.2.3\n', variables: { VIP: '10.1.2.3' }, met: true },
    { directive: '# expect: "a → b"', output: 'a → b\n', met: true },
    { directive: '# expect not: Error', output: 'all is well\n', met: true },
    {
      directive: '# expect: HTTP 000',
      output: 'HTTP 000\n',
      exit: { exitCode: 7, pipeStatus: [7] },
      met: true,
    },
  ],
  parse: parsePatternArgs,
  watch: (pattern, asked) => {
    if (asksForStatus(pattern)) return watchStatus(pattern, asked);
    return watchPattern(pattern, asked, { look, missing: missingWords });
  },
  describe: ({ text }) => text,
  variables: variablesIn,
  acceptsExit: (pattern, failed) => {
    const noAnswer = pattern.parts.some((part) => part.kind === 'status' && part.status === '000');
    return (noAnswer && noAnswerStatuses.has(failed.status)) || countsNone(pattern, failed);
  },
};

function look(filled: Pattern): (line: string) => Place | undefined {
  const matcher = matcherOf(filled);
  return (line) => {
    const match = findInLine(matcher, line);
    return match && { line, from: match.from + 1, to: match.to + 1 };
  };
}
