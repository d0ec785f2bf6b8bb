import type { Exit, ExpectationKind } from '../kind.ts';
import { linesIn } from '../lines.ts';
import { linesOf } from '../readable.ts';

/** What a stage may exit with when a later one closed the pipe: 128 + SIGPIPE. */
const pipeClosed = 141;

/** `# expect: no output`: nothing was printed, and not because something broke before the last pipe. */
export const noOutput: ExpectationKind<null> = {
  name: 'no-output',
  phrase: /^no output(?:\s+[—←#](?:\s.*)?)?$/u,
  syntax: '# expect: no output',
  summary: 'Nothing is printed. grep may find nothing; the commands that feed it must work.',
  readsOutput: true,
  examples: [
    { directive: '# expect: no output', output: '', met: true },
    { directive: '# expect: no output', output: '\u001b[0m\n', met: true },
    { directive: '# expect: no output', output: 'star\n', met: false },
    { directive: '# expect: no output', output: '', exit: { exitCode: 1, pipeStatus: [0, 1] }, met: true },
    { directive: '# expect: no output', output: '', exit: { exitCode: 1, pipeStatus: [7, 1] }, met: false },
    { directive: '# expect not: no output', output: '', met: false },
  ],
  parse: () => ({ args: null }),
  watch: () => {
    let printed: string | undefined;
    return {
      take: (piece) => {
        printed ??= linesIn(piece).find((line) => line !== '');
        return printed !== undefined;
      },
      finding: ({ exits, kept }) => {
        if (printed === undefined) return exits.map(brokenStage).find(Boolean) ?? { result: 'found' };
        const more = linesOf(kept).length - 1;
        return { result: 'missing', actual: more > 0 ? `${printed} (and ${more} more lines)` : printed };
      },
    };
  },
  describe: () => 'no output',
  acceptsExit: (_, { exitCode, pipeStatus }) => {
    const [last, ...earlier] = [...pipeStatus].reverse();
    return exitCode === 1 && last === 1 && earlier.every((status) => status === 0 || status === pipeClosed);
  },
};

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
