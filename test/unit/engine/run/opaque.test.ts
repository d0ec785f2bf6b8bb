import { describe, expect, it } from 'vitest';
import { opaqueLines, opaqueWords } from '../../../../src/engine/report/opaque-text.ts';
import { opaquePolicy } from '../../../../src/targets/images.ts';
// Read before the clock of any run: it is loaded with the first question.
import '../../../../src/sandbox/clusters.ts';
import { sandboxTarget } from '../../../../src/targets/sandbox.ts';
import { loadFixture, play } from '../../../helpers/play.ts';

const target = sandboxTarget({ latency: 0 });

describe('a run with an image of which only the name is known', () => {
  it('names it, with what was taken for granted', async () => {
    const { state, exitCode } = await play(['run/opaque.md'], { target });
    expect(exitCode).toBe(0);
    expect(state.opaque).toEqual([
      {
        context: 'kind-opaque',
        image: 'ghcr.io/acme/shop:1',
        containers: 1,
        granted: ['readinessProbe'],
        asked: [],
      },
    ]);
    expect(opaqueWords(state.opaque)).toBe('1 OPAQUE image');
    expect(opaqueLines(state)).toEqual([
      'opaque  ghcr.io/acme/shop:1: nothing is known of what is in it; 1 container taken as ready, readinessProbe taken as met',
    ]);
  });

  it('does not pass when a command was refused an answer and nothing failed of it', async () => {
    const { state, exitCode } = await play(['run/opaque-asked.md'], { target });
    expect(state.totals.expectations).toEqual({ met: 2, unmet: 0 });
    expect(exitCode).toBe(3);
    expect(state.diagnostics).toMatchObject([
      { code: 'target/opaque-asked', message: expect.stringMatching(/`ghcr.io\/acme\/shop:1`: its log$/) },
    ]);
  });

  it('has only those run that its runbooks name, if they name any', async () => {
    const opaque = opaquePolicy([loadFixture('run/opaque-named.md')]);
    expect(opaque).toEqual(['ghcr.io/other/*']);
    const named = sandboxTarget({ latency: 0, opaque });
    const { state, exitCode } = await play(['run/opaque-named.md'], { target: named });
    expect(exitCode).toBe(1);
    expect(state.opaque).toEqual([]);
  });
});
