import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What people read or get written: where a command in it is one that they run. */
const lines = globSync(
  [
    'README.md',
    '.pre-commit-hooks.yaml',
    '.github/**/*.{yml,sh}',
    'docs-site/src/content/docs/{index,guide/*}.md',
    'src/**/*.{ts,tsx}',
    'runbooks/**/*.md',
  ],
  { cwd: root },
).flatMap((file) =>
  readFileSync(join(root, file), 'utf8')
    .split('\n')
    .map((line, index, all) => ({ where: `${file}:${index + 1}`, line, before: all[index - 1] })),
);

it('no command gets runbook by its name, which in a registry may be anybody’s', () => {
  const calls = lines.filter(({ line }) => /\bnpx\b.*\brunbook\b/.test(line));
  expect(calls.length).toBeGreaterThan(40);
  const safe =
    /\bnpx --no-install (?:--offline )?(?:-- )?runbook\b|--package "\$INPUT_PACKAGE"|npx\W+(?:args|arguments)?\W+--no-install['"], ['"]runbook\b/;
  // Behind `npm ci`, in this repository, it is there.
  const unsafe = calls.filter(({ line, before }) => !safe.test(line) && before !== 'npm ci');
  expect(unsafe).toEqual([]);
  const byName =
    /\b(?:npm (?:i|install|add)|pnpm add|yarn add|npx|bunx|pnpm dlx|yarn dlx) (?:-\S+ )*runbook\b/;
  expect(lines.filter(({ line }) => byName.test(line.replace(safe, '')))).toEqual([
    expect.objectContaining({ line: expect.stringContaining('Once a registry has the package') }),
  ]);
});
