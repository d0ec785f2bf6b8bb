import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { proposeUpdates } from '../../../../src/engine/update/propose.ts';
import { wouldPass } from '../../../../src/engine/update/would-pass.ts';
import { expectGolden } from '../../../helpers/golden.ts';
import { play } from '../../../helpers/play.ts';

const folder = new URL('../../../fixtures/update/', import.meta.url);

describe.each(readdirSync(folder))('%s', (name) => {
  const url = (file: string) => new URL(`${name}/${file}`, folder);

  test('is updated by a real run as checked in, with the reasons for what is not', async () => {
    const { plan, state } = await play([`update/${name}/before.md`], { beyondUnmet: true });
    const [update] = proposeUpdates(plan, state);
    if (!update) throw new Error('nothing was unmet');
    expectGolden(update.after, url('after.md'));
    const refused = update.refusals.map(
      ({ expectation, why, hint }) =>
        `${expectation.span.start.line}  ${expectation.source}\n    ${why}\n${hint === undefined ? '' : `    ${hint}\n`}`,
    );
    if (refused.length > 0) expectGolden(refused.join(''), url('refused.txt'));
    expect(existsSync(url('refused.txt'))).toBe(refused.length > 0);
    const updated = update.proposals.map(({ expectation }) => expectation);
    expect(wouldPass(plan, state, updated)).toBe(refused.length === 0);
  });

  test('passes when it is run then, but for what was refused', async () => {
    const { plan, state, exitCode } = await play([`update/${name}/after.md`], { beyondUnmet: true });
    const [update] = proposeUpdates(plan, state);
    expect(update?.proposals ?? []).toEqual([]);
    expect(exitCode === 0).toBe(!existsSync(url('refused.txt')));
    const text = readFileSync(url('after.md'), 'utf8');
    expect(update?.after ?? text).toBe(text);
  });
});
