import { describe, expect, it } from 'vitest';
import { resolveBeside } from '../../../../src/engine/load.ts';
import type { PlanOptions } from '../../../../src/engine/model/plan.ts';
import { occupied } from '../../../../src/engine/plan/occupied.ts';
import { plan } from '../../../../src/engine/plan/plan.ts';
import { loadFixture } from '../../../helpers/play.ts';

function planOf(name: string, options: Partial<PlanOptions> = {}) {
  const asked = [loadFixture(`plan/occupies/${name}.md`)];
  return plan(asked, { interactive: false, ...options }, resolveBeside).plan;
}

const sandbox = { target: 'sandbox' };

describe('what a run occupies', () => {
  it('are the local ports that it forwards, those of what it requires and of its cleanup too', () => {
    const ports = [8080, 8443, 9001, 9101, 9102, 9103, 9105];
    expect(occupied(planOf('forwards'), sandbox)).toEqual(ports.map((port) => `port:${port}`));
  });

  it('is what variables stand for on the target, or what they were given for the run', () => {
    expect(occupied(planOf('forwards'), { target: 'cluster' })).toContain('port:9104');
    const given = occupied(planOf('forwards'), { ...sandbox, env: { ADMIN: '9200' } });
    expect(given).toContain('port:9200');
    expect(given).not.toContain('port:9102');
  });

  it('are local ports that it waits for, and none of other machines', () => {
    expect(occupied(planOf('waits'), sandbox)).toEqual(['port:7001', 'port:7002']);
  });

  it('is nothing of blocks that are left out', () => {
    expect(occupied(planOf('waits', { only: ['only-this'] }), sandbox)).toEqual([]);
  });

  it('are the contexts of real clusters, as they were chosen for the run', () => {
    const chosen = planOf('forwards', { clusters: { WEST: 'my-west' } });
    const contexts = occupied(chosen, { target: 'cluster' }).filter((key) => key.startsWith('context:'));
    expect(contexts).toEqual(['context:kind-east', 'context:my-west']);
    expect(occupied(chosen, sandbox).some((key) => key.startsWith('context:'))).toBe(false);
  });
});
