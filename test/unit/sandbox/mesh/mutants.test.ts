import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { parseManifest, placeOf } from '../../../helpers/clusters.ts';
import type { TestClusters } from '../../../helpers/test-clusters.ts';
import { openShop } from '../dataplane/shop.ts';
import { look } from './look.ts';
import { type Check, type Mutant, type Scene, scenes } from './read-mutants.ts';

const fits = async (clusters: TestClusters, check: Check): Promise<string> => {
  const seen = await look(clusters, check);
  return new RegExp(check.prints, 's').test(seen) ? 'met' : seen;
};

const comesToBeMet = async (clusters: TestClusters, check: Check): Promise<void> => {
  await expect.poll(() => fits(clusters, check)).toBe('met');
};

/** An edit that changes nothing would prove nothing. */
function edited(text: string, { from = '', to = '' }: Mutant): string {
  expect(text, `nothing reads ${JSON.stringify(from)}`).toContain(from);
  return text.replace(from, () => to);
}

/** Makes the objects that are edited anew, as a page does that starts from nothing; the others stay. */
async function replace(clusters: TestClusters, before: string, after: string): Promise<void> {
  for (const object of changed(after, before)) clusters.east.store.remove(placeOf(object));
  await clusters.settle();
  await clusters.apply(manifestOf(changed(before, after)));
  await clusters.settle();
}

/** The objects of `after` that are not in `before` as they are. */
function changed(before: string, after: string): readonly KubeObject[] {
  const old = new Set(parseManifest(before).map((object) => JSON.stringify(object)));
  return parseManifest(after).filter((object) => !old.has(JSON.stringify(object)));
}

const manifestOf = (objects: readonly KubeObject[]): string =>
  objects.map((object) => JSON.stringify(object)).join('\n---\n');

async function mutated(clusters: TestClusters, { objects, checks }: Scene, mutant: Mutant): Promise<void> {
  const check = checks[mutant.breaks];
  if (!check) throw new Error(`no check ${mutant.breaks}`);
  if (mutant.from === undefined) {
    const changed = { ...check, prints: mutant.expects ?? check.prints };
    const other = mutant.runs === undefined ? {} : { [check.istioctl ? 'istioctl' : 'run']: mutant.runs };
    expect(await fits(clusters, { ...changed, ...other })).not.toBe('met');
    return;
  }
  const wrong = edited(objects, mutant);
  if (mutant.refused !== undefined) {
    await expect(clusters.apply(manifestOf(changed(objects, wrong)))).rejects.toThrow(
      new RegExp(mutant.refused),
    );
    return;
  }
  await replace(clusters, objects, wrong);
  expect(await fits(clusters, check)).not.toBe('met');
  await replace(clusters, wrong, objects);
  await comesToBeMet(clusters, check);
}

const title = ({ breaks, from, to, runs, expects }: Mutant): string =>
  from === undefined
    ? `${breaks}, were it ${JSON.stringify(runs ?? expects)}`
    : `${breaks}, by ${JSON.stringify(to)} instead of ${JSON.stringify(from)}`;

describe.each(scenes)('$name', (scene) => {
  test('each check is met, fails with each mutant of it, and is met again after', async () => {
    const clusters = await openShop();
    await clusters.apply(scene.objects);
    const allAreMet = async () => {
      for (const check of Object.values(scene.checks)) await comesToBeMet(clusters, check);
    };
    await allAreMet();
    const survived: string[] = [];
    for (const mutant of scene.mutants)
      await mutated(clusters, scene, mutant).catch((error: Error) => {
        survived.push(`${title(mutant)}: ${error.message.split('\n')[0]}`);
      });
    expect(survived).toEqual([]);
    await allAreMet();
  });
});

test('there are mutants by the dozen, and no check is without one', () => {
  expect(scenes.flatMap(({ mutants }) => mutants).length).toBeGreaterThanOrEqual(120);
  for (const { name, checks, mutants } of scenes)
    expect([name, ...new Set(mutants.map(({ breaks }) => breaks))].sort()).toEqual(
      [name, ...Object.keys(checks)].sort(),
    );
});
