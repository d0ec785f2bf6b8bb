import type { ExpectationKind } from '../kind.ts';

/** A status, or one of the words. */
export type ExitArgs = { readonly status: number | 'nonzero' | 'any' };

/** `# expect exit: N`: how the segment's last command ended. */
export const exit: ExpectationKind<ExitArgs> = {
  name: 'exit',
  word: 'exit',
  syntax: '# expect exit: N | nonzero | any',
  summary: 'The last command exits with this status; without it every command must exit 0.',
  readsOutput: false,
  examples: [
    { directive: '# expect exit: 7', output: '', exit: { exitCode: 7, pipeStatus: [7] }, met: true },
    { directive: '# expect exit: 7', output: '', exit: { exitCode: 0, pipeStatus: [0] }, met: false },
    {
      directive: '# expect exit: nonzero',
      output: 'no\n',
      exit: { exitCode: 1, pipeStatus: [1] },
      met: true,
    },
    { directive: '# expect exit: any', output: '', exit: { exitCode: 3, pipeStatus: [3] }, met: true },
    { directive: '# expect not exit: 0', output: '', exit: { exitCode: 0, pipeStatus: [0] }, met: false },
  ],
  parse: (text) => {
    const word = text.replace(/\s+[—←#](?:\s.*)?$/u, '');
    if (word === 'nonzero' || word === 'any') return { args: { status: word } };
    if (/^\d{1,3}$/.test(word) && Number(word) <= 255) return { args: { status: Number(word) } };
    const message = `\`exit\` takes a number from 0 to 255, \`nonzero\` or \`any\`, not \`${word}\`.`;
    const hint = 'Write for example `# expect exit: 1` or `# expect exit: nonzero`.';
    return { problem: { code: 'parse/bad-exit-status', message, hint, from: 0, to: word.length } };
  },
  watch: ({ status }) => ({
    take: () => true,
    finding: ({ exits }) => {
      const code = exits.at(-1)?.exitCode ?? null;
      if (code === null) return { result: 'unknown', errored: true, actual: 'no exit status was reported' };
      const met = status === 'any' || (status === 'nonzero' ? code !== 0 : code === status);
      return met ? { result: 'found' } : { result: 'missing', actual: `exit ${code}` };
    },
  }),
  describe: ({ status }) => {
    if (status === 'any') return 'any exit status';
    return status === 'nonzero' ? 'an exit status other than 0' : `exit ${status}`;
  },
  /** Of a command inside of the statement only what makes the statement's own status. */
  acceptsExit: ({ status }, failed) =>
    failed.judged && (failed.final || status === 'any' || failed.status === failed.ofStatement),
};
