import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { exportBash } from '../../../../src/engine/export/bash/bash.ts';
import { expectGolden } from '../../../helpers/golden.ts';
import { inFolder, pathOf, planOf, runScript, scriptOf, shell } from './run-script.ts';

const fixtures = [
  'export/cluster.md',
  'export/jobs.md',
  'export/shell-state.md',
  'export/top.md',
  'run/ready.md',
];

/** What is not the runtime: what is looked at before the page, and the page. */
function documentOf(script: string): string {
  return script.slice(script.indexOf('\n# ── From here on'));
}

describe('the text of a script', () => {
  it('is the page, step by step, with the places in it', () => {
    const folder = new URL('../../../goldens/export/bash/', import.meta.url);
    for (const name of ['export/jobs.md', 'export/cluster.md']) {
      const file = new URL(`${name.replace(/^.*\/|\.md$/g, '')}.sh`, folder);
      expectGolden(documentOf(scriptOf(name)), file);
    }
  });

  it('is the same for the same plan', () => {
    for (const name of fixtures) expect(exportBash(planOf(name))).toBe(exportBash(planOf(name)));
  });

  it('is valid bash', async () => {
    for (const name of fixtures) {
      await inFolder(scriptOf(name), (file) => execa(shell, ['-n', file]));
    }
  });

  it('names no function twice, and calls none that is not in it', () => {
    for (const name of fixtures) {
      const script = scriptOf(name);
      const defined = [...script.matchAll(/^(rb_\w+)\(\) [{(]/gm)].map((match) => match[1]);
      expect(new Set(defined).size).toBe(defined.length);
      const calls = /(?:^\s*|[;&|] |\$\(|then |do |else |if |! |until )(rb_\w+)(?=$| [^+*/%=-]|;|\))/gm;
      const called = [...script.matchAll(calls)].map((match) => match[1]);
      expect([...new Set(called)].filter((each) => !defined.includes(each ?? ''))).toEqual([]);
    }
  });

  it('has of the runtime only what it needs', () => {
    const plain = scriptOf('run/exits.md');
    expect(plain).not.toMatch(/rb_note_jobs|rb_kubectl|rb_jq|rb_letters|rb_keep_state/);
    expect(scriptOf('export/cluster.md')).toMatch(/rb_kubectl[\s\S]*rb_jq/);
  });
});

describe('a script', () => {
  it('shows no value of a variable that the page calls secret, or whose name does', async () => {
    const { stdout } = await runScript('run/secrets.md', { env: { MY_TOKEN: 'my-very-secret-token' } });
    const printed = stdout.split('\n').filter((line) => !/^(?:\$| {2}✓|✗) /.test(line));
    expect(printed.join('\n')).not.toMatch(/learnt-while-running|my-very-secret-token/);
    expect(printed).toContain('given •••');
  });

  it('stops and cleans up when nobody reads what it says', async () => {
    const files = await mkdtemp(join(tmpdir(), 'runbook-test-'));
    await inFolder(scriptOf('run/slow.md'), async (file) => {
      const options = { env: { TMPDIR: files }, timeout: 20_000 };
      const { stdout } = await execa('bash', ['-c', `"${shell}" "${file}" | head -n 4`], options);
      expect(stdout).toContain('Slow  run/slow.md');
      await expect.poll(() => readdir(files), { timeout: 10_000 }).toEqual([]);
    });
    await rm(files, { recursive: true });
  });

  it('says what it needs before it runs anything', async () => {
    const { exitCode, stdout } = await runScript('export/needs.md');
    expect(stdout).toBe(
      '✗ no-such-tool is needed, but is not on PATH.\n✗ bash >=99 is needed, but bash --version does not say so.',
    );
    expect(exitCode).toBe(3);
  });

  it('leaves nothing in the folder for temporary files', async () => {
    const files = await mkdtemp(join(tmpdir(), 'runbook-test-'));
    for (const name of ['run/fails.md', 'run/exits-the-shell.md', 'export/needs.md']) {
      await runScript(name, { env: { TMPDIR: files } });
      expect(await readdir(files)).toEqual([]);
    }
    await rm(files, { recursive: true });
  });

  it('starts where it lies, as the page would', async () => {
    const { stdout } = await inFolder(scriptOf('export/folders.md'), (file) =>
      execa(shell, [file], { cwd: '/', reject: false, env: { RUNBOOK_DIR: '' } }),
    );
    expect(stdout).toContain('✗ export/folders.md:6  cannot enter nested: No such file or directory');
    const { stdout: there } = await runScript('export/folders.md', {
      cwd: join(pathOf('export/folders.md'), '..'),
    });
    expect(there).toContain('  ✓ expect exact: nested\n');
  });
});
