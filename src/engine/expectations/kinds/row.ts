import { isGapField, splitFields } from '../closest.ts';
import { countsNone } from '../counts-none.ts';
import { parsePatternArgs, watchPattern } from '../find-pattern.ts';
import type { ExpectationKind, Place } from '../kind.ts';
import { matchesField } from '../match.ts';
import { missingIn } from '../missing-pattern.ts';
import { fieldsOf, type Pattern, type PatternPart, variablesIn } from '../pattern.ts';

/** `# expect row: a b c`: one line has these whole fields in this order. */
export const row: ExpectationKind<Pattern> = {
  name: 'row',
  word: 'row',
  syntax: '# expect row: FIELD FIELD',
  summary: 'One line has these whole fields in this order; other fields may stand between.',
  readsOutput: true,
  examples: [
    {
      directive: '# expect row: reviews 10.x.x.x 3/3',
      output: 'ns  reviews  10.96.7.1  None  3/3\n',
      met: true,
    },
    { directive: '# expect row: reviews 3/3', output: 'ns  reviews  10.96.7.1  None  13/3\n', met: false },
    { directive: '# expect row: reviews', output: 'reviews-v1 1/1\n', met: false },
    { directive: '# expect row: reviews-... ... 1/1', output: 'reviews-v1 Running 1/1\n', met: true },
    { directive: '# expect row: reviews-... ... 1/1', output: 'reviews-v1 1/1\n', met: false },
    { directive: '# expect row: a=1 c=3', output: 'a=1 b=2 c=3\n', met: true },
    { directive: '# expect not row: b a', output: 'a b\n', met: true },
  ],
  parse: parsePatternArgs,
  watch: (pattern, asked) => watchPattern(pattern, asked, { look, missing: missingIn }),
  acceptsExit: countsNone,
  describe: ({ text }) => `a line with ${text}`,
  variables: variablesIn,
};

function look(filled: Pattern): (line: string) => Place | undefined {
  const wanted = fieldsOf(filled);
  return (line) => findRow(wanted, line);
}

/** Takes each wanted field at the first place where it fits: no later place could do better. */
function findRow(wanted: readonly (readonly PatternPart[])[], line: string): Place | undefined {
  const fields = splitFields(line);
  let at = 0;
  let from: number | undefined;
  let to = 0;
  for (const want of wanted) {
    while (at < fields.length && !isGapField(want) && !matchesField(want, fields[at]?.text ?? '')) at += 1;
    const field = fields[at];
    if (!field) return undefined;
    from ??= field.from;
    to = field.from + field.text.length;
    at += 1;
  }
  return { line, from: from ?? 1, to };
}
