import type { ExpectationKind } from '../kind.ts';
import { linesIn } from '../lines.ts';
import { leavesNothing, linesOf } from '../readable.ts';

/** `# expect: no output`: nothing was printed. Silence of what failed is no success: that fails by itself. */
export const noOutput: ExpectationKind<null> = {
  name: 'no-output',
  phrase: /^no output(?:\s+[—←#](?:\s.*)?)?$/u,
  syntax: '# expect: no output',
  summary:
    'Nothing is printed, not even an empty line. Of a `grep` or `diff` that comes last 1 is no failure.',
  readsOutput: true,
  examples: [
    { directive: '# expect: no output', output: '', met: true },
    { directive: '# expect: no output', output: '\u001b[0m', met: true },
    { directive: '# expect: no output', output: '\n', met: false },
    { directive: '# expect: no output', output: 'star\n', met: false },
    { directive: '# expect: no output', output: '', exit: { exitCode: 1, pipeStatus: [0, 1] }, met: true },
    { directive: '# expect not: no output', output: '', met: false },
  ],
  parse: () => ({ args: null }),
  watch: () => {
    let isSilent = true;
    let line: string | undefined;
    return {
      take: ({ shown, printed }) => {
        isSilent &&= leavesNothing(printed);
        line ??= linesIn(shown).find((each) => each !== '');
        return line !== undefined;
      },
      finding: ({ kept }) => {
        if (isSilent) return { result: 'found' };
        return { result: 'missing', ...whatElse(line, linesOf(kept).length - 1) };
      },
    };
  },
  describe: () => 'no output',
  acceptsExit: (_, { status, final, isSearch }) => status === 1 && final && isSearch,
};

function whatElse(
  line: string | undefined,
  more: number,
): { readonly actual: string; readonly hint?: string } {
  if (line !== undefined) return { actual: more > 0 ? `${line} (and ${more} more lines)` : line };
  const hint = 'An empty line is output too: `echo "$NAME"` prints one when `NAME` is empty.';
  return { actual: 'blanks or empty lines', hint };
}
