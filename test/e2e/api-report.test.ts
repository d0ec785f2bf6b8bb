import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { apiReport } from '../../.ci/api-report.ts';
import { build } from '../helpers/build.ts';
import { expectGolden } from '../helpers/golden.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const golden = new URL('../goldens/api.txt', import.meta.url);
beforeAll(build);

it('the public API is the one that was agreed on: a change of it is to be seen in a review', () => {
  expectGolden(apiReport(dist), golden);
});

it('exports what the package says, and no more', async () => {
  const [api, ...others] = await Promise.all(
    ['index', 'remark', 'starlight', 'docusaurus', 'vitest'].map((name) => import(`${dist}/${name}.mjs`)),
  );
  const report = apiReport(dist);
  for (const module of [api, ...others])
    for (const name of Object.keys(module))
      expect(report).toMatch(new RegExp(`^// exports .*\\b${name}\\b`, 'm'));
  expect(Object.keys(api).length).toBeLessThan(15);
});
