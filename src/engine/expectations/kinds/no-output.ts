import type { Exit, ExpectationKind } from '../kind.ts';
import { linesIn } from '../lines.ts';
import { leavesNothing, linesOf } from '../readable.ts';

/** What a stage may exit with when a later one closed the pipe: 128 + SIGPIPE. */
const pipeClosed = 141;

/** `# expect: no output`: nothing was printed, and not because something broke before the last pipe. */
export const noOutput: ExpectationKind<null> = {
  name: 'no-output',
  phrase: /^no output(?:\s+[—←#](?:\s.*)?)?$/u,
  syntax: '# expect: no output',
  summary:
    'Nothing is printed, not even an empty line. grep may find nothing; the commands that feed it must work.',
  readsOutput: true,
  examples: [
    { directive: '# expect: no output', output: '', met: true },
    { directive: '# expect: no output', output: '\u001b[0m', met: true },
    { directive: '# expect: no output', output: '\n', met: false },
    { directive: '# expect: no output', output: 'star\n', met: false },
    { directive: '# expect: no output', output: '', exit: { exitCode: 1, pipeStatus: [0, 1] }, met: true },
    { directive: '# expect: no output', output: '', exit: { exitCode: 1, pipeStatus: [7, 1] }, met: false },
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
      finding: ({ exits, kept }) => {
        if (isSilent) return exits.map(brokenStage).find(Boolean) ?? { result: 'found' };
        return { result: 'missing', ...whatElse(line, linesOf(kept).length - 1) };
      },
    };
  },
  describe: () => 'no output',
  acceptsExit: (_, { exitCode, pipeStatus }) => {
    const [last, ...earlier] = [...pipeStatus].reverse();
    return exitCode === 1 && last === 1 && earlier.every((status) => status === 0 || status === pipeClosed);
  },
};

function whatElse(
  line: string | undefined,
  more: number,
): { readonly actual: string; readonly hint?: string } {
  if (line !== undefined) return { actual: more > 0 ? `${line} (and ${more} more lines)` : line };
  const hint = 'An empty line is output too: `echo "$NAME"` prints one when `NAME` is empty.';
  return { actual: 'blanks or empty lines', hint };
}

/** Silence proves nothing when a member before the last one failed: 1 is left to greps further up the pipe. */
function brokenStage({ exitCode, pipeStatus }: Exit) {
  const allowed = exitCode === 0 ? [0, 1, pipeClosed] : [0, pipeClosed];
  const stage = pipeStatus.slice(0, -1).findIndex((status) => !allowed.includes(status));
  if (stage < 0) return undefined;
  return {
    result: 'unknown' as const,
    errored: false,
    actual: `no output, but part ${stage + 1} of the pipe exited ${pipeStatus[stage]}`,
    hint: 'Fix the command before the pipe: silence says nothing while it fails.',
  };
}
