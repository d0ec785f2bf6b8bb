import { describe, expect, it } from 'vitest';
import { resolveBeside } from '../../../../src/engine/load.ts';
import type { PlanOptions } from '../../../../src/engine/model/plan.ts';
import { plan } from '../../../../src/engine/plan/plan.ts';
import { limitsOf, timeoutOf, windowOf } from '../../../../src/engine/plan/policy.ts';
import { loadFixture } from '../../../helpers/play.ts';

const options: PlanOptions = { interactive: false };

function planOf(names: readonly string[], more: Partial<PlanOptions> = {}) {
  return plan(
    names.map((name) => loadFixture(`plan/${name}`)),
    { ...options, ...more },
    resolveBeside,
  );
}

function order(result: ReturnType<typeof planOf>): readonly string[] {
  return result.plan.runbooks.map(({ runbook, reason }) => `${runbook.title} ${reason}`);
}

describe('prerequisites', () => {
  it('come once, transitively, before what requires them', () => {
    expect(order(planOf(['chain/top.md']))).toEqual(['Base required', 'Middle required', 'Top asked']);
  });

  it('that are asked for too run once, as asked', () => {
    const result = planOf(['chain/top.md', 'chain/base.md']);
    expect(order(result)).toEqual(['Base asked', 'Middle required', 'Top asked']);
  });

  it('know what they require by path', () => {
    const [base, middle, top] = planOf(['chain/top.md']).plan.runbooks;
    expect(middle?.requires).toEqual([base?.runbook.source.path]);
    expect(top?.requires).toEqual([middle?.runbook.source.path, base?.runbook.source.path]);
  });

  it('in a circle are an error that shows the circle', () => {
    const [diagnostic] = planOf(['circle/a.md']).diagnostics;
    expect(diagnostic).toMatchObject({
      code: 'plan/requires-cycle',
      message:
        'Runbooks require each other in a circle: plan/circle/a.md → plan/circle/b.md → plan/circle/a.md',
      span: { file: 'plan/circle/b.md', start: { line: 2 } },
    });
  });

  it('that are not there are an error at `requires`', () => {
    const [diagnostic] = planOf(['missing/lonely.md']).diagnostics;
    expect(diagnostic).toMatchObject({
      code: 'plan/required-missing',
      span: { file: 'plan/missing/lonely.md', start: { line: 3 } },
    });
    expect(diagnostic?.message).toContain('`nowhere`');
  });

  it('are not deselected by what is asked of another runbook', () => {
    const [base] = planOf(['chain/top.md'], { only: ['top-step'] }).plan.runbooks;
    expect(base?.skipped).toEqual({});
  });
});

describe('selection', () => {
  const skippedOf = (more: Partial<PlanOptions>) =>
    planOf(['selection/input.md'], more).plan.runbooks[0]?.skipped;

  it('leaves out what is marked, with the reason', () => {
    const skipped = skippedOf({});
    expect(Object.values(skipped ?? {})).toEqual(['needs a browser', 'needs a person to do it']);
  });

  it('takes manual blocks in when there is a person', () => {
    expect(Object.values(skippedOf({ interactive: true }) ?? {})).toEqual(['needs a browser']);
  });

  it('reaches from one step until another, and keeps cleanup', () => {
    const skipped = skippedOf({ from: 'deploy', until: 'look' });
    const unselected = Object.keys(skipped ?? {}).filter((id) => skipped?.[id] === 'not selected');
    expect(unselected).toEqual(['prepare', 'verify']);
  });

  it('can be a single block', () => {
    const skipped = skippedOf({ only: ['second'] });
    expect(skipped?.second).toBeUndefined();
    expect(Object.values(skipped ?? {}).filter((reason) => reason === 'not selected')).toHaveLength(4);
  });

  it('by a name that is nowhere names the nearest', () => {
    const [diagnostic] = planOf(['selection/input.md'], { from: 'delpoy' }).diagnostics;
    expect(diagnostic).toMatchObject({ code: 'plan/no-such-step', hint: 'Did you mean `deploy`?' });
  });

  it('by a name like no other lists all', () => {
    const [diagnostic] = planOf(['selection/input.md'], { only: ['something-else'] }).diagnostics;
    expect(diagnostic?.hint).toBe('Name one of: prepare, deploy, look, verify, tidy.');
  });
});

describe('limits', () => {
  const runbook = loadFixture('plan/selection/input.md');
  const blocks = runbook.steps.flatMap((step) => step.blocks);
  const [plain, , second] = blocks;

  it('are the block’s, else the command line’s, else the front matter’s, else two minutes', () => {
    if (plain === undefined || second === undefined) throw new Error('the fixture has changed');
    expect(timeoutOf(second, limitsOf(runbook, { ...options, timeoutMs: 60_000 }))).toBe(5_000);
    expect(timeoutOf(plain, limitsOf(runbook, { ...options, timeoutMs: 60_000 }))).toBe(60_000);
    expect(timeoutOf(plain, limitsOf(runbook, options))).toBe(30_000);
    expect(timeoutOf(plain, limitsOf(loadFixture('plan/chain/base.md'), options))).toBe(120_000);
  });

  it('of a segment are the longest `within` in it, where parse has put that of the front matter', () => {
    const windows = blocks.map((block) => windowOf(block.segments[0]?.expectations ?? []));
    expect(windows.slice(0, 3)).toEqual([0, 3_000, 1_000]);
  });
});

describe('clusters', () => {
  it('that differ between runbooks of a run are an error', () => {
    const [diagnostic] = planOf(['clusters/one.md', 'clusters/other.md']).diagnostics;
    expect(diagnostic).toMatchObject({
      code: 'plan/cluster-conflict',
      span: { file: 'plan/clusters/other.md' },
      hint: 'Say which it is with `--cluster CLUSTER1=CONTEXT`, or run them one by one.',
    });
  });

  it('that the user gives settle it', () => {
    const result = planOf(['clusters/one.md', 'clusters/other.md'], {
      clusters: { CLUSTER1: 'mine', HOME: '/' },
    });
    expect(result).toMatchObject({ diagnostics: [], plan: { clusters: { CLUSTER1: 'mine' } } });
  });
});
