import { describe, expect, it } from 'vitest';
import { questionBefore } from '../../../../src/engine/run/confirm.ts';
import { RunControl } from '../../../../src/engine/run/control.ts';
import { playText } from '../../../helpers/play.ts';
import { runbookOf } from '../../../helpers/runbook-of.ts';

const page = `# Clean up

\`\`\`bash name=look
echo looked
\`\`\`

\`\`\`bash name=delete confirm="Delete everything?"
echo deleted
\`\`\`

\`\`\`bash
echo after
\`\`\`
`;

describe('a block with `confirm`', () => {
  it('stops the run before its first command when nobody can be asked', async () => {
    const { statements, events, exitCode } = await playText(page);
    expect(statements).toEqual([]);
    expect(exitCode).toBe(3);
    expect(events.flatMap((event) => (event.type === 'diagnostic' ? event.diagnostic : []))).toMatchObject([
      {
        code: 'plan/unconfirmed',
        message: 'The block `delete` asks before it runs, and nobody is there to answer: Delete everything?',
        hint: 'Agree beforehand: `--confirm delete`; or run it at a terminal.',
      },
    ]);
  });

  it.each([['delete'], ['all']])('runs when `--confirm %s` agreed beforehand', async (name) => {
    const { statements } = await playText(page, { confirmed: [name] });
    expect(statements.map((each) => each.split(' ')[1])).toEqual(['passed', 'passed', 'passed']);
  });

  it.each([
    [true, 'passed'],
    [false, 'skipped'],
  ])('is asked about without a front end: %s', async (answer, outcome) => {
    const asked: string[] = [];
    const ask = async (question: string) => {
      asked.push(question);
      return answer;
    };
    const { statements, exitCode } = await playText(page, { ask });
    expect(asked).toEqual(['Delete everything?']);
    expect(statements.map((each) => each.split(' ')[1])).toEqual(['passed', outcome, 'passed']);
    expect(exitCode).toBe(0);
  });

  it.each([
    ['confirm', 'passed'],
    ['skip', 'skipped'],
  ] as const)('pauses a run with a front end, until it says %s; enter is no yes', async (type, outcome) => {
    const control = new RunControl();
    const refused: unknown[] = [];
    const { statements, events } = await playText(page, {
      control,
      onEvent: (event) => {
        if (event.type !== 'run-paused') return;
        refused.push(
          control.send({ type: 'next' }),
          control.send({ type: 'resume' }),
          control.send({ type }),
        );
      },
    });
    expect(refused).toEqual([expect.anything(), expect.anything(), undefined]);
    expect(statements.map((each) => each.split(' ')[1])).toEqual(['passed', outcome, 'passed']);
    const pauses = events.flatMap((event) => (event.type === 'run-paused' ? event.pause : []));
    expect(pauses).toMatchObject([{ why: 'confirm', block: 'delete' }]);
  });
});

const destroying = `# Move

\`\`\`bash name=look
kubectl get pods
\`\`\`

\`\`\`bash name=move
kubectl drain node-1
kubectl delete pod web
\`\`\`

\`\`\`bash cleanup
kubectl delete ns demo
\`\`\`
`;

describe('what destroys', () => {
  const clusters = [{ variable: 'C', context: 'prod-eu', version: '1.33' }];
  const asked = (guarded: readonly string[], simulated = false, confirmed: readonly string[] = []) =>
    runbookOf(destroying)
      .steps.flatMap(({ blocks }) => blocks)
      .flatMap((block) => questionBefore(block, { simulated, clusters }, { guarded, confirmed }) ?? []);

  it('is asked about on a protected context, with its commands, but not in cleanup', () => {
    expect(asked(['prod-eu'])).toEqual([
      'prod-eu is protected, and this destroys something: `kubectl drain node-1`, `kubectl delete pod web`. Run it?',
    ]);
  });

  it('is not asked about elsewhere, on simulated clusters, or when somebody agreed beforehand', () => {
    expect(asked([])).toEqual([]);
    expect(asked(['prod-us'])).toEqual([]);
    expect(asked(['prod-eu'], true)).toEqual([]);
    expect(asked(['prod-eu'], false, ['move'])).toEqual([]);
  });
});
