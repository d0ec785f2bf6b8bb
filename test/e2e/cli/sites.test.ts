import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from '../../helpers/run-here.ts';

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'sites-'));
  cpSync(fileURLToPath(new URL('../../fixtures/sites', import.meta.url)), cwd, { recursive: true });
});
afterAll(() => rmSync(cwd, { recursive: true }));

/** Lines of standard output that say which statements ran and which were left out. */
const statements = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => /^ {2}[✓✗-] /.test(line))
    .map((line) => line.trim().replace(/ {2}[\d.]+ m?s$/, ''));

const run = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await runHere(['exec', '--variant', 'os=linux', ...args], { cwd });
  return { code, ran: statements(stdout), stderr };
};
const check = async (folder: string) => {
  const { code, stdout, stderr } = await runHere(['check', folder], { cwd });
  const found = stderr.split('\n').filter((line) => / {2}(?:error|warning|note) {2}/.test(line));
  return { code, found, counted: stdout.split('\n')[0] };
};

describe('a folder of MkDocs', () => {
  it('has nothing wrong in it', async () => {
    expect(await check('mkdocs')).toEqual({
      code: 0,
      found: [],
      counted: '2 files: nothing to complain about; 1 file with nothing to run',
    });
  });

  it('runs the fences of its admonitions, and of each group of tabs one', async () => {
    const { code, ran } = await run('mkdocs');
    expect(ran).toEqual([
      '✓ SYSTEM=linux',
      '- SYSTEM=macos  skipped: the tab `macOS`; this run takes `os=linux`',
      '- brew --version  skipped: the tab `macOS`; this run takes `os=linux`',
      '✓ echo "$SYSTEM"',
      '✓ echo "deeper on $SYSTEM"',
      '✓ TOOL=pip',
      '- TOOL=conda  skipped: the tab `conda`; this run takes `tab=pip`',
      '✓ echo "$TOOL"',
    ]);
    expect(code).toBe(0);
  });

  it('runs another tab when it is chosen', async () => {
    const { code, ran } = await run('mkdocs', '--variant', 'tab=conda');
    expect(ran).toContain('✓ TOOL=conda');
    expect(ran).toContain('- TOOL=pip  skipped: the tab `pip`; this run takes `tab=conda`');
    expect(code).toBe(1);
  });
});

describe('a folder of Docusaurus', () => {
  it('has its own key noted, and nothing wrong in it', async () => {
    const { code, found } = await check('docusaurus');
    expect(found.map((line) => line.replace(/^\S*\//, ''))).toEqual([
      'packages.mdx:4:10  note  `timeout` needs a duration such as `30s`, `500ms` or `2m`.  [parse/wrong-type]',
      expect.stringContaining('packages.mdx:52:1  note  This `powershell` block is only shown'),
    ]);
    expect(code).toBe(0);
  });

  it('runs the fences between its tags, the tab that is shown first, and none of a comment', async () => {
    const { code, ran } = await run('docusaurus');
    expect(ran).toEqual([
      '- MANAGER=npm  skipped: the tab `npm`; this run takes `package-manager=yarn`',
      '✓ MANAGER=yarn',
      '✓ echo "with $MANAGER"',
      '✓ echo "$MANAGER on the machine"',
      '✓ SYSTEM=linux',
      '- SYSTEM=macos  skipped: the tab `macOS`; this run takes `os=linux`',
    ]);
    expect(code).toBe(0);
  });
});

describe('a folder of Starlight', () => {
  it('has nothing wrong in it', async () => {
    expect(await check('starlight')).toMatchObject({ code: 0, found: [] });
  });

  it('runs tabs that are switched together as they are', async () => {
    expect((await run('starlight')).ran).toEqual([
      '✓ CLOUD=aws',
      '- CLOUD=azure  skipped: the tab `Azure`; this run takes `cloud=aws`',
      '- echo "$GREETING from azure, $CLOUD"  skipped: the tab `Azure`; this run takes `cloud=aws`',
      '✓ echo "$GREETING from aws, $CLOUD"',
      '- (exit 3)  skipped: for `cloud=azure`; this run takes `cloud=aws`',
    ]);
    const azure = await run('starlight', '--variant', 'cloud=Azure');
    expect(azure.ran).toContain('✗ (exit 3)');
  });

  it('names what there is when something else is chosen', async () => {
    const { code, stderr } = await run('starlight', '--variant', 'cloud=azur');
    expect(stderr).toContain('Nothing here is for `cloud=azur`');
    expect(stderr).toContain('Did you mean `cloud=azure`?');
    expect(code).toBe(2);
  });
});

describe('a folder of Hugo', () => {
  it('has a shortcode in it that does not run, and nothing wrong', async () => {
    const { code, found } = await check('hugo');
    expect(found).toEqual([expect.stringMatching(/tabs\.md:46:1 {2}warning {2}`\{\{< highlight bash/)]);
    expect(code).toBe(0);
  });

  it('runs the fences of its shortcodes, under the address that a heading gives itself', async () => {
    const { code, ran } = await run('hugo/content/docs', '--from', 'first-step');
    expect(ran).toEqual([
      '- WAY=sh  skipped: the tab `Sh`; this run takes `tab=bash`',
      '✓ SYSTEM=linux',
      '- SYSTEM=macos  skipped: the tab `macOS`; this run takes `os=linux`',
      '✓ echo "on $SYSTEM by ${WAY:-the include}"',
    ]);
    expect(code).toBe(0);
  });
});

it('a page of kubectl without clusters says so before it runs, and how it can be run', async () => {
  writeFileSync(join(cwd, 'kubectl.md'), '```bash\nkubectl get pods -A\n```\n');
  const alone = await runHere(['exec', 'kubectl.md'], { cwd });
  expect(alone.stderr).toContain(
    'kubectl.md:2:1  note  `kubectl` needs a cluster, and the page declares none',
  );
  expect(alone.stderr).toContain('or run the page with `--target sandbox`');
  const simulated = await runHere(['exec', 'kubectl.md', '--target', 'sandbox'], { cwd });
  expect(simulated).toMatchObject({ code: 0, stderr: '' });
});

it('each of several files run by itself takes what was chosen if it has it', async () => {
  const { code, ran } = await run('starlight', 'mkdocs', '--variant', 'cloud=AWS', '--jobs', '2');
  expect(ran).toContain('✓ CLOUD=aws');
  expect(ran).toContain('✓ TOOL=pip');
  expect(code).toBe(0);
});

it('several folders of sites are run at once, without the pages that have nothing to run', async () => {
  const { code, stderr } = await run('mkdocs', 'docusaurus', 'hugo');
  expect(stderr).toContain('3 files with nothing to run left out.');
  expect(code).toBe(0);
});
