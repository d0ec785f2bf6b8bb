import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runHere } from '../../helpers/run-here.ts';
import { putFiles } from '../../unit/cli/put-files.ts';

const untidy = '# Page\n\n```bash\necho a\n# expect:a\n```\n';
const tidy = '# Page\n\n```bash\necho a\n# expect: a\n```\n';
const broken = '# Page\n\n```bash\necho a\n# expects: a\n```\n';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'runbook-fmt-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const put = (files: Readonly<Record<string, string>>) => putFiles(cwd, files);

const read = (name: string) => readFile(join(cwd, name), 'utf8');
const fmt = (...args: readonly string[]) => runHere(['fmt', ...args], { cwd });

describe('fmt', () => {
  it('formats everything under runbooks/, leaves plain pages alone and says what it did', async () => {
    await put({ 'runbooks/a.md': untidy, 'runbooks/deep/b.md': tidy, 'runbooks/README.md': '# Prose   \n' });
    const { code, stdout, stderr } = await fmt();
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'formatted runbooks/a.md\n2 files: 1 formatted\n',
      stderr: '',
    });
    expect(await read('runbooks/a.md')).toBe(tidy);
    expect(await read('runbooks/README.md')).toBe('# Prose   \n');
    expect(await fmt()).toMatchObject({ code: 0, stdout: '2 files: all in the standard form\n' });
  });

  it('keeps the mode of a file, and leaves nothing else behind', async () => {
    await put({ 'a.md': untidy });
    await chmod(join(cwd, 'a.md'), 0o751);
    await fmt('a.md');
    expect((await stat(join(cwd, 'a.md'))).mode & 0o777).toBe(0o751);
    expect(await readdir(cwd)).toEqual(['a.md']);
  });

  it('with --check writes nothing and fails when a file would change', async () => {
    await put({ 'a.md': untidy, 'b.md': tidy });
    expect(await fmt('--check', 'a.md', 'b.md')).toMatchObject({
      code: 1,
      stdout: 'would format a.md\n2 files: 1 would change\n',
    });
    expect(await read('a.md')).toBe(untidy);
    expect((await fmt('--check', 'b.md')).code).toBe(0);
  });

  it('with --diff shows what would change, and writes nothing', async () => {
    await put({ 'a.md': untidy });
    const { code, stdout } = await fmt('--diff', 'a.md');
    expect(stdout).toContain(
      '--- a/a.md\n+++ b/a.md\n@@ -2,5 +2,5 @@\n \n ```bash\n echo a\n-# expect:a\n+# expect: a\n ```\n',
    );
    expect(code).toBe(0);
    expect(await read('a.md')).toBe(untidy);
    expect((await fmt('--diff', '--check', 'a.md')).code).toBe(1);
  });

  it('reports a file with mistakes and leaves it alone, but formats the others', async () => {
    await put({ 'a.md': broken, 'b.md': untidy });
    const { code, stdout, stderr } = await fmt('a.md', 'b.md');
    expect(stderr).toContain('a.md:5:1  error  `# expects: a` looks like an expectation');
    expect(stdout).toBe('formatted b.md\n2 files: 1 formatted, 1 left alone\n');
    expect(code).toBe(2);
    expect([await read('a.md'), await read('b.md')]).toEqual([broken, tidy]);
  });

  it('makes comments that look like expectations what they look like when asked to', async () => {
    await put({ 'a.md': broken });
    expect(await fmt('--fix', 'a.md')).toMatchObject({
      code: 0,
      stdout: 'formatted a.md\n1 file: 1 formatted\n',
    });
    expect(await read('a.md')).toBe(tidy);
  });

  it('turns arrow comments into expectations and says what it could not do', async () => {
    await put({ 'a.md': '# Page\n\n```bash\necho a b\n# → a   b\necho c\n# -> c\n```\n' });
    const { stderr } = await fmt('a.md');
    expect(await read('a.md')).toBe('# Page\n\n```bash\necho a b\n# expect row: a b\necho c\n# -> c\n```\n');
    expect(stderr).toContain('a.md:7:1  note  an arrow of ASCII characters may be prose');
    await fmt('--arrows', 'a.md');
    expect(await read('a.md')).toContain('\n# expect: c\n');
  });

  it('does not write through a symbolic link, nor over what is not UTF-8', async () => {
    await put({ 'real.md': untidy, 'folder/b.md': tidy });
    await symlink('real.md', join(cwd, 'link.md'));
    await symlink('../real.md', join(cwd, 'folder/link.md'));
    expect(await fmt('link.md')).toMatchObject({
      code: 2,
      stderr: 'link.md was left alone: it is a symbolic link: name the file that it leads to\n',
    });
    expect(await fmt('folder')).toMatchObject({ code: 0, stdout: '1 file: all in the standard form\n' });
    expect((await lstat(join(cwd, 'link.md'))).isSymbolicLink()).toBe(true);
    expect(await read('real.md')).toBe(untidy);
    const latin = Buffer.concat([Buffer.from(untidy), Buffer.from([0xe4, 0x0a])]);
    await writeFile(join(cwd, 'latin.md'), latin);
    expect(await fmt('latin.md')).toMatchObject({
      code: 2,
      stderr: 'latin.md was left alone: it is not valid UTF-8\n',
    });
    expect(await readFile(join(cwd, 'latin.md'))).toEqual(latin);
  });

  it('says so when there is nothing to format', async () => {
    const { code, stderr } = await fmt();
    expect(code).toBe(2);
    expect(stderr).toContain('There are no runbooks here');
  });
});
