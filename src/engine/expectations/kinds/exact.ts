import { alikeHint, codePoints, lineLike } from '../alike.ts';
import { closestLine } from '../closest.ts';
import { countsNone } from '../counts-none.ts';
import { parsePatternArgs } from '../find-pattern.ts';
import type { Ended, ExpectationKind, Finding } from '../kind.ts';
import { linesIn } from '../lines.ts';
import { matchesField } from '../match.ts';
import { unsetIn } from '../missing-pattern.ts';
import { fillPattern, type Pattern, variablesIn } from '../pattern.ts';
import { linesOf } from '../readable.ts';

/** `# expect exact: TEXT`: the whole output is this one line. */
export const exact: ExpectationKind<Pattern> = {
  name: 'exact',
  word: 'exact',
  syntax: '# expect exact: TEXT',
  summary: 'The whole output is this one line, from its first character to its last.',
  readsOutput: true,
  examples: [
    { directive: '# expect exact: 1.33.1', output: '1.33.1\n', met: true },
    { directive: '# expect exact: 1.33.1', output: 'v1.33.1\n', met: false },
    { directive: '# expect exact: 1.33.1', output: '1.33.1\n1.33.2\n', met: false },
    { directive: '# expect exact: Ready: ... of 3', output: 'Ready:  2 of 3\n', met: true },
    {
      directive: '# expect exact: ${VERSION}',
      output: '1.2\n',
      variables: { VERSION: '1.2' },
      met: true,
    },
    { directive: '# expect not exact: 0', output: '3\n', met: true },
  ],
  parse: parsePatternArgs,
  watch: (pattern, { variables }) => {
    const unset = unsetIn(pattern, variables);
    if (unset) return { take: () => true, finding: () => unset };
    const filled = fillPattern(pattern, variables);
    const lines: string[] = [];
    return {
      take: ({ shown }) => {
        for (const line of linesIn(shown)) {
          if (lines.length === 0 || line !== '') lines.push(line);
          if (lines.length > 1) return true;
        }
        return false;
      },
      finding: (ended) => findingOf(filled, lines, ended),
    };
  },
  acceptsExit: countsNone,
  describe: ({ text }) => `exactly ${text}`,
  variables: variablesIn,
};

function findingOf(pattern: Pattern, lines: readonly string[], { kept }: Ended): Finding {
  const all = linesOf(kept);
  const [line = ''] = lines;
  const fits = matchesField(pattern.parts, line.trim());
  if (lines.length === 1 && fits) {
    return { result: 'found', where: { line, from: 1, to: line.length + 1 } };
  }
  if (lines.length > 1) {
    const hint = 'To look for one line among others leave `exact` out.';
    return { result: 'missing', actual: `${all.length} lines of output: ${someOf(all)}`, hint };
  }
  const alike = lineLike(pattern.text, lines);
  if (alike !== undefined) {
    return {
      result: 'missing',
      expected: codePoints(pattern.text),
      actual: codePoints(alike),
      hint: alikeHint,
    };
  }
  const closest = closestLine(pattern, lines)?.difference;
  return { result: 'missing', actual: line || 'no output', ...(closest ? { closest } : {}) };
}

/** Lines and characters that are shown of a longer output. */
const [shownLines, shownLength] = [5, 60];

function someOf(lines: readonly string[]): string {
  const shown = lines
    .slice(0, shownLines)
    .map((line) => `\`${line.length > shownLength ? `${line.slice(0, shownLength - 1)}…` : line}\``);
  return [...shown, ...(lines.length > shownLines ? ['…'] : [])].join(', ');
}
