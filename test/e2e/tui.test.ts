import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { bin, build } from '../helpers/build.ts';
import { runCli } from '../helpers/run-cli.ts';

const cwd = fileURLToPath(new URL('../fixtures/cli', import.meta.url));

/** Makes Node name every module it loads on standard error. */
const naming = `import { registerHooks } from 'node:module';
registerHooks({ load: (url, context, next) => (process.stderr.write('loads ' + url + '\\n'), next(url, context)) });`;

/** The part of the build that holds React. */
let react: readonly string[];
beforeAll(async () => {
  await build();
  const folder = join(bin, '..');
  const chunks = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  react = chunks.filter((name) => readFileSync(join(folder, name), 'utf8').includes('react.element'));
  expect(react.length).toBeGreaterThan(0);
});

describe('without a terminal', () => {
  it.each([
    [['check', 'runbooks/labs/hello.md']],
    [['plan', 'labs/hello']],
    [['exec', 'labs/hello']],
    [['exec', 'labs/hello', '--reporter', 'text']],
  ])('runbook %j loads no React', async (args) => {
    const node = ['--import', `data:text/javascript,${encodeURIComponent(naming)}`];
    const { code, stderr } = await runCli(args, { cwd, node });
    expect(code).toBe(0);
    const loaded = [...stderr.matchAll(/^loads (.*)$/gm)].map(([, url = '']) => url);
    expect(loaded.some((url) => url.includes('/dist/'))).toBe(true);
    expect(loaded.filter((url) => react.some((name) => url.endsWith(name)))).toEqual([]);
  });

  it('there is nothing to step from', async () => {
    const { code, stderr } = await runCli(['exec', 'labs/hello', '--step'], { cwd });
    expect(stderr).toContain('`--step` needs a terminal to be stepped from');
    expect(code).toBe(2);
  });
});
