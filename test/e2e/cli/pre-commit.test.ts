import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { runCli } from '../../helpers/run-cli.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

type Hook = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly entry: string;
  readonly language: string;
  readonly files: string;
  readonly types: readonly string[];
};

const hooks: readonly Hook[] = parse(await readFile(join(root, '.pre-commit-hooks.yaml'), 'utf8'));
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'runbook-hooks-'));
  await writeFile(join(cwd, 'plain page.md'), '# Nothing to run\n');
  await writeFile(join(cwd, 'good.md'), '# Good\n\n```bash\necho a\n# expect: a\n```\n');
  await writeFile(join(cwd, 'bad.md'), '# Bad\n\n```bash\necho a\n# expects: a\n```\n');
  await writeFile(join(cwd, 'untidy.md'), '# Untidy\n\n```bash\necho a\n# expect:a\n```\n');
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

/** Runs a hook as pre-commit does: its entry, parted at blanks, with the names of the files behind it. */
function hook(id: string, ...files: readonly string[]) {
  const [program, ...words] = hooks.find((each) => each.id === id)?.entry.split(' ') ?? [];
  expect(Object.keys(manifest.bin)).toContain(program);
  return runCli([...words, ...files], { cwd });
}

/** @see pre-commit.com, "Creating new hooks": `id`, `name`, `entry` and `language` have to be there. */
test.for(hooks)('the hook $id has what pre-commit wants of one, and looks at Markdown files only', (each) => {
  for (const key of ['id', 'name', 'entry', 'language', 'description'] as const)
    expect(typeof each[key]).toBe('string');
  expect(each.language).toBe('node');
  expect(new RegExp(each.files).test('runbooks/a.md')).toBe(true);
  expect(new RegExp(each.files).test('runbooks/a.mdx')).toBe(false);
  expect(each.types).toEqual(['markdown']);
});

describe('runbook-check', () => {
  it('passes for good runbooks, and for pages with nothing to run', async () => {
    expect(await hook('runbook-check', 'plain page.md', 'good.md')).toMatchObject({ code: 0, stderr: '' });
    expect(await hook('runbook-check', 'plain page.md')).toMatchObject({ code: 0, stderr: '' });
  });

  it('fails for a mistake, and says where', async () => {
    const { code, stderr } = await hook('runbook-check', 'plain page.md', 'bad.md');
    expect(stderr).toContain('bad.md:5:1');
    expect(code).toBe(2);
  });
});

describe('runbook-fmt', () => {
  it('writes the standard form, for which pre-commit stops the commit, and leaves plain pages alone', async () => {
    const { code, stdout } = await hook('runbook-fmt', 'plain page.md', 'good.md', 'untidy.md');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'formatted untidy.md\n2 files: 1 formatted\n' });
    expect(await readFile(join(cwd, 'untidy.md'), 'utf8')).toContain('# expect: a');
    expect(await hook('runbook-fmt', 'plain page.md', 'untidy.md')).toMatchObject({
      code: 0,
      stdout: '1 file: all in the standard form\n',
    });
  });
});

describe('--skip-plain', () => {
  it('is asked for: whoever names a page that has nothing to run is told so', async () => {
    expect(await runCli(['check', 'plain page.md'], { cwd })).toMatchObject({ code: 2 });
    expect(await runCli(['fmt', 'plain page.md'], { cwd })).toMatchObject({ code: 2 });
  });
});
