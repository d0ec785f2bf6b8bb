import { describe, expect, it } from 'vitest';
import { RunControl } from '../../../../src/engine/run/control.ts';
import { playText } from '../../../helpers/play.ts';
import { runbookOf } from '../../../helpers/runbook-of.ts';

const page = (first: string, before = '') => `# Queue

## Look

\`\`\`bash
LAG=\${LAG:-5}; STATE=\${STATE:-slow}${before}
\`\`\`

\`\`\`bash
${first}
echo behind
\`\`\`

## Restart

\`\`\`bash
echo restarted
\`\`\`

## Fail over

\`\`\`bash
echo failed over
\`\`\`

## Tidy

\`\`\`bash cleanup
echo tidied
\`\`\`
`;

/** What ran of a page, by what it says below its first command. */
async function ran(first: string, env: Readonly<Record<string, string>> = {}) {
  const played = await playText(page(first), { env });
  const finished = played.events.filter((event) => event.type === 'statement-finished');
  return {
    ...played,
    passed: finished.flatMap(({ statement, outcome }) => (outcome === 'passed' ? [statement] : [])).slice(2),
    reasons: [...new Set(finished.flatMap(({ reason }) => reason ?? []))],
  };
}

describe('where a run goes on', () => {
  it('is the end of the page, and a good one, when the output says so; cleanup runs', async () => {
    const text = 'echo "$STATE"\n# done when: well';
    const well = await ran(text, { STATE: 'well' });
    expect(well.passed).toEqual(['look/2.1', 'tidy/1.1']);
    expect(well.reasons).toEqual(['done, by line 11']);
    expect(well.exitCode).toBe(0);
    expect(well.state.outcome).toBe('passed');
    const slow = await ran(text);
    expect(slow.passed).toEqual(['look/2.1', 'look/2.2', 'restart/1.1', 'fail-over/1.1', 'tidy/1.1']);
  });

  it('is a later step: those between are skipped, and passed nowhere', async () => {
    const { passed, reasons, state, events } = await ran('echo "$STATE"\n# go to fail-over when: dead', {
      STATE: 'dead',
    });
    expect(passed).toEqual(['look/2.1', 'fail-over/1.1', 'tidy/1.1']);
    expect(reasons).toEqual(['line 11 goes on at `fail-over`']);
    expect(Object.values(state.runbooks)[0]?.steps.restart).toEqual({
      outcome: 'skipped',
      reason: reasons[0],
    });
    expect(events.filter((event) => event.type === 'step-started' && event.step === 'restart')).toEqual([]);
  });

  it.each([
    ['3', ['look/2.1', 'tidy/1.1'], 0],
    ['5', ['look/2.1', 'fail-over/1.1', 'tidy/1.1'], 0],
  ])(
    'is the first way that is met; of an exit code 0 and 1 are both answers (LAG=%s)',
    async (LAG, expected, code) => {
      const both = 'test "$LAG" -lt 4\n# done when exit: 0\n# go to fail-over when exit: 1';
      const { passed, exitCode } = await ran(both, { LAG });
      expect(passed).toEqual(expected);
      expect(exitCode).toBe(code);
    },
  );

  it('is nowhere when the command fails in another way', async () => {
    const { exitCode, passed } = await ran('test "$LAG" -lt 4\n# done when exit: 0', { LAG: 'many' });
    expect(exitCode).toBe(1);
    expect(passed).toEqual(['tidy/1.1']);
  });
});

const guarded = (when: string) => `# Guarded

\`\`\`bash when="${when}"
echo guarded
\`\`\`

\`\`\`bash
echo after
\`\`\`
`;

describe('a block with a condition', () => {
  it.each([
    ['5', ['guarded/1.1 passed', 'guarded/2.1 passed']],
    ['3', ['guarded/1.1 skipped', 'guarded/2.1 passed']],
  ])('runs when its command succeeds, and is left out when it says 1 (LAG=%s)', async (LAG, expected) => {
    const { statements, exitCode } = await playText(guarded('test $LAG -gt 4'), { env: { LAG } });
    expect(statements).toEqual(expected);
    expect(exitCode).toBe(0);
  });

  it('fails when its command says neither, and a person may have it asked again', async () => {
    const played = await playText(guarded('test $LAG -gt 4'), { env: { LAG: 'many' } });
    expect(played.statements).toEqual(['guarded/1.1 failed', 'guarded/2.1 skipped']);
    const [failed] = played.events.filter((event) => event.type === 'statement-finished');
    expect(failed?.failure).toMatchObject({
      message: expect.stringMatching(
        /^its condition `test \$LAG -gt 4` says neither yes \(0\) nor no \(1\): exit code 2, /,
      ),
    });
    const control = new RunControl();
    const again = await playText(guarded('test -e there; test $? -lt ${TRIES:-x}'), {
      control,
      onEvent: (event) => void (event.type === 'run-paused' && control.send({ type: 'skip' })),
    });
    expect(again.statements).toEqual(['guarded/1.1 failed', 'guarded/2.1 passed']);
  });

  it('is still one of several ways where `when` names a choice', () => {
    const [block] = runbookOf(guarded('cloud=aws')).steps.flatMap(({ blocks }) => blocks);
    expect(block?.options.when).toBeUndefined();
    expect(block?.variants).toMatchObject([{ name: 'cloud', values: ['aws'] }]);
  });
});
