import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { type InitOptions, initHere } from '../../../src/cli/init/init-here.ts';
import { expectGolden } from '../../helpers/golden.ts';
import { scriptedIo } from '../../helpers/scripted-io.ts';
import { putFiles } from './put-files.ts';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'runbook-init-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const put = (files: Readonly<Record<string, string>>) => putFiles(cwd, files);

const read = (name: string) => readFile(join(cwd, name), 'utf8');

/** Every file below a folder but git's own. */
const files = async () =>
  (await readdir(cwd, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(cwd.length + 1))
    .filter((file) => !file.startsWith('.git/'))
    .toSorted();

/** Runs `init` there; `printed` is all that a person sees, an error's message included. */
async function init(
  options: InitOptions & { readonly folder?: string } = {},
  person: Parameters<typeof scriptedIo>[1] = {},
) {
  const { folder = '', ...rest } = options;
  const io = scriptedIo(join(cwd, folder), person);
  const code = await initHere(rest, '1.2.3', io).catch((error: Error) => error.message);
  return { code, printed: io.printed(), asked: io.asked };
}

/** A repository that uses everything. */
const busy = {
  'package.json': '{ "devDependencies": { "vitest": "5.1.1" } }\n',
  'package-lock.json': '{}\n',
  'vitest.config.ts': 'export default {};\n',
  '.pre-commit-config.yaml': 'repos: []\n',
  '.git/config': '[remote "origin"]\n\turl = git@github.com:someone/something.git\n',
};

describe('runbook init', () => {
  it('shows what it would write, asks, writes it, and says what to do next', async () => {
    const { code, printed, asked } = await init({}, { answers: ['y'] });
    expect(code).toBe(0);
    expect(asked).toEqual(['\nWrite 1 file? [y/N] ']);
    expect(await files()).toEqual(['runbooks/hello.md']);
    const page = await read('runbooks/hello.md');
    const added = page
      .trimEnd()
      .split('\n')
      .map((line) => `+${line}\n`);
    expect(printed).toContain(
      `--- /dev/null\n+++ b/runbooks/hello.md\n@@ -0,0 +1,${added.length} @@\n${added.join('')}`,
    );
    expect(printed).toContain(
      'wrote runbooks/hello.md\n\nNext\n  npx --no-install runbook exec hello.md  run the page\n',
    );
  });

  test.for(['n', '', 'whatever'])('writes nothing when the answer is `%s`', async (answer) => {
    const { code, printed } = await init({}, { answers: [answer] });
    expect({ code, files: await files() }).toEqual({ code: 0, files: [] });
    expect(printed).toMatch(/Nothing was written\.\n$/);
  });

  it('writes nothing when it is interrupted at the question', async () => {
    const { code } = await init({}, { answers: ['y'], interrupts: true });
    expect({ code, files: await files() }).toEqual({ code: 130, files: [] });
  });

  it('writes nothing without a terminal, and fails: nobody has said yes', async () => {
    const { code, printed } = await init();
    expect(code).toContain('Nothing was written: there is no terminal to ask in');
    expect(printed).toContain('+++ b/runbooks/hello.md');
    expect(await files()).toEqual([]);
  });

  it('with --dry-run shows everything and asks nobody', async () => {
    await put(busy);
    const { code, printed, asked } = await init({ dryRun: true }, { answers: ['y'] });
    expect({ code, asked, files: await files() }).toEqual({ code: 0, asked: [], files: fileNames(busy) });
    expect(printed).toContain('Nothing was written (`--dry-run`): it would be 2 files.\n');
  });

  it('finds everything there the second time, whether or not this machine has kubectl', async () => {
    await put({ 'package.json': '{}', '.github/dependabot.yml': '' });
    await init({ yes: true, with: ['vitest', 'pre-commit'] });
    const before = await files();
    for (const path of [process.env.PATH ?? '', '/nonexistent']) {
      const io = { ...scriptedIo(cwd), env: { PATH: path } };
      expect(await initHere({ with: ['vitest', 'pre-commit'] }, '1.2.3', io)).toBe(0);
      expect(io.printed()).toContain('\nEverything is there.\n');
      expect(io.printed()).not.toContain('+++');
    }
    expect(await files()).toEqual(before);
  });

  it('never touches a file that is there: it shows what it would have been', async () => {
    const mine = '# Mine\n';
    await put({ ...busy, 'runbooks/hello.md': mine, '.github/workflows/runbooks.yml': 'name: mine\n' });
    const { code, printed } = await init({ yes: true });
    expect(code).toBe(0);
    expect(await read('runbooks/hello.md')).toBe(mine);
    expect(await read('.github/workflows/runbooks.yml')).toBe('name: mine\n');
    expect(await read('vitest.config.ts')).toBe(busy['vitest.config.ts']);
    expectGolden(printed, new URL('../../goldens/cli/init-own-files.txt', import.meta.url));
  });

  it('leaves alone what it cannot read, such as a link to nowhere', async () => {
    await put({ 'runbooks/README.md': '' });
    await rm(join(cwd, 'runbooks/README.md'));
    await symlink('nowhere.md', join(cwd, 'runbooks/hello.md'));
    const { code, printed } = await init({ yes: true });
    expect({ code, files: await files() }).toEqual({ code: 0, files: ['runbooks/hello.md'] });
    expect(printed).toContain('runbooks/hello.md is there, is no text, and stays as it is\n');
  });

  it('says which file it could not write, and keeps what it wrote before', async () => {
    await put({ '.github': 'a file\n' });
    const { code, printed } = await init({ yes: true });
    expect(code).toContain('`.github/workflows/runbooks.yml` cannot be written: ');
    expect(printed).toContain('wrote runbooks/hello.md\n');
    expect(await files()).toEqual(['.github', 'runbooks/hello.md']);
  });
});

describe('what is in use', () => {
  it('is all seen: vitest, GitHub, pre-commit', async () => {
    await put(busy);
    const { printed } = await init({ dryRun: true });
    expectGolden(printed, new URL('../../goldens/cli/init-busy.txt', import.meta.url));
  });

  it('decides nothing that is asked for or not wanted', async () => {
    await put(busy);
    await init({ yes: true, without: ['github', 'runbook'], with: ['pre-commit'] });
    expect(await files()).toEqual(fileNames(busy));
    expect((await init({ without: ['runbook', 'github'] })).printed).not.toContain('hello.md');
    await rm(join(cwd, '.git'), { recursive: true });
    await init({ yes: true, with: ['github'] });
    expect(await files()).toContain('.github/workflows/runbooks.yml');
    expect((await init({ with: ['github'], without: ['github'] })).code).toContain('`github` is both wanted');
  });

  it('has runbooks and a workflow already: neither is added in another form', async () => {
    await put({
      'runbooks/mine.md': '# Mine\n\n```bash\ntrue\n```\n',
      '.github/workflows/test.yml':
        'jobs: { test: { steps: [{ run: npx --no-install runbook exec mine.md }] } }\n',
    });
    const { printed } = await init({ yes: true });
    expect(printed).toContain(
      'a first runbook is there: there are pages already, such as runbooks/mine.md\n',
    );
    expect(printed).toContain('.github/workflows/test.yml runs runbooks\n');
    expect(printed).toContain('Everything is there.\n');
    expect(printed).toContain('npx --no-install runbook exec runbooks/mine.md');
  });

  test.for([
    [
      'a worktree',
      { '.git': 'gitdir: main/.git/worktrees/x\n', 'main/.git/worktrees/x/commondir': '../..\n' },
    ],
    ['a submodule', { '.git': 'gitdir: main/.git\n' }],
  ] as const)('is GitHub for %s, whose settings are elsewhere', async ([, there]) => {
    await put({ ...there, 'main/.git/config': busy['.git/config'] });
    expect((await init({ dryRun: true })).printed).toContain('+++ b/.github/workflows/runbooks.yml');
  });

  it('is no GitHub for a remote elsewhere', async () => {
    await put({ '.git/config': '[remote "origin"]\n\turl = https://gitlab.com/github.git/x\n' });
    expect((await init({ dryRun: true })).printed).toContain(
      'No sign of vitest, GitHub or pre-commit here: `--with vitest`, `--with github` or `--with pre-commit` adds',
    );
  });

  it('is a vitest that the plugin is for, or what to do next says so', async () => {
    await put({
      ...busy,
      'package.json': '{ "devDependencies": { "vitest": "^3.2.1", "runbook": "0.1.0" } }',
    });
    const { printed } = await init({ yes: true });
    expect(printed).toContain('\nNext\n  npm install --save-dev vitest@5         the plugin needs it\n');
    expect(printed).not.toContain('--save-dev runbook');
  });

  it('is a package.json that can be read, or it says why not', async () => {
    await put({ 'package.json': '{ "name": }' });
    expect((await init({ yes: true })).code).toContain(
      'The file `package.json` is no JSON: Unexpected token',
    );
    await put({ 'package.json': '[]' });
    expect((await init({ yes: true })).code).toContain('The file `package.json` holds no JSON object');
    expect(await files()).toEqual(['package.json']);
  });
});

describe('the workflow', () => {
  test.for([
    ['package-lock.json', 'npm', ['npm ci', 'npx --no-install runbook']],
    ['yarn.lock', 'yarn', ['yarn install --frozen-lockfile', 'yarn runbook']],
    ['.yarnrc.yml', undefined, ['corepack enable', 'yarn install --immutable', 'yarn runbook']],
    ['pnpm-lock.yaml', undefined, ['corepack enable', 'pnpm install --frozen-lockfile', 'pnpm exec runbook']],
  ] as const)('installs and runs with what %s belongs to', async ([lock, cache, commands]) => {
    await put({ 'package.json': '{}', [lock]: '' });
    await init({ yes: true, with: ['github'] });
    const { steps } = parseYaml(await read('.github/workflows/runbooks.yml')).jobs.runbooks;
    expect(steps[1].with).toEqual({ 'node-version': 24, ...(cache ? { cache } : {}) });
    const runs = steps.flatMap(({ run }: { readonly run?: string }) => run ?? []);
    const [run, ...install] = commands.toReversed();
    expect(runs.slice(0, -2)).toEqual(install.toReversed());
    expect(runs.slice(-2)).toEqual([
      `${run} check --strict --format github`,
      `${run} exec runbooks --target sandbox --reporter github --reporter junit=reports/runbooks.xml`,
    ]);
  });

  it('brings the tarball of its own version where nothing is installed', async () => {
    await init({ yes: true, with: ['github'] });
    const { steps } = parseYaml(await read('.github/workflows/runbooks.yml')).jobs.runbooks;
    const runs = steps.flatMap(({ run }: { readonly run?: string }) => run ?? []);
    expect(runs.slice(0, 2)).toEqual([
      'npm install --no-save ./runbook-1.2.3.tgz',
      'npx --no-install runbook check --strict --format github',
    ]);
  });

  it('of a folder in a repository is at the root, and runs in the folder', async () => {
    await put({ ...busy, 'docs and more/package.json': '{}', 'docs and more/package-lock.json': '{}' });
    const { printed } = await init({ yes: true, folder: 'docs and more' });
    expect(printed).toContain('wrote ../.github/workflows/runbooks.yml\n');
    const { defaults, steps } = parseYaml(await read('.github/workflows/runbooks.yml')).jobs.runbooks;
    expect(defaults).toEqual({ run: { 'working-directory': 'docs and more' } });
    expect(steps[1].with['cache-dependency-path']).toBe('docs and more/package-lock.json');
    expect(steps.at(-1).with.path).toBe('docs and more/reports');
    expect(await read('docs and more/runbooks/hello.md')).toContain('# Hello');
  });
});

function fileNames(all: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(all)
    .filter((file) => !file.startsWith('.git/'))
    .toSorted();
}
