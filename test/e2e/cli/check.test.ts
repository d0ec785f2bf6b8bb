import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runHere } from '../../helpers/run-here.ts';

const cwd = fileURLToPath(new URL('../../fixtures/cli', import.meta.url));
const check = (...args: readonly string[]) => runHere(['check', ...args], { cwd });

describe('check', () => {
  it('is content with good runbooks', async () => {
    const stdout = '2 files: nothing to complain about; 1 file with nothing to run\n';
    expect(await check()).toEqual({ code: 0, stderr: '', stdout });
  });

  it('shows every mistake with its place, and once where to read more', async () => {
    const { stdout, stderr, code } = await check('quote.md', 'word.md', 'labs/hello.md');
    expect(stderr).toContain('quote.md:4:6');
    expect(stderr).toContain('word.md:5:10');
    expect(stdout).toBe(
      '3 files: 2 errors, 0 warnings\nMore about a code: runbook explain parse/unclosed-quote\n',
    );
    expect(code).toBe(2);
  });

  it('lets warnings pass, but with --strict', async () => {
    const plain = await check('warns.md');
    const told = '1 file: 0 errors, 1 warning; 1 file without a check\n';
    expect(plain).toMatchObject({ code: 0, stdout: expect.stringContaining(told) });
    expect(plain.stderr).toContain('warns.md:5:1  warning  ');
    const strict = await check('warns.md', '--strict');
    expect(strict).toMatchObject({ code: 2, stdout: expect.stringContaining('1 error, 0 warnings; 1 file') });
    expect(strict.stderr).toContain('warns.md:5:1  error  ');
  });

  it('tells what does not run, as a note that --strict leaves alone', async () => {
    const { code, stdout, stderr } = await check('zsh.md', '--strict');
    expect(stderr).toContain('zsh.md:8:1  note  This `zsh` block is only shown');
    expect(stdout).toContain('1 file: nothing to complain about, 1 note\n');
    expect(code).toBe(0);
  });

  it('leaves pages out that only other tools could run, when they are named by a hook', async () => {
    expect(await check('tabs.md', '--skip-plain')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing to complain about\n'),
    });
    expect((await check('tabs.md')).stderr).toContain('tabs.md:5:5  warning  This `bash` fence');
  });

  it('refuses an unknown format', async () => {
    const { code, stderr } = await check('--format', 'xml');
    expect(stderr).toContain('text, json, github');
    expect(code).toBe(2);
  });
});

describe('check --format json', () => {
  it('prints one object with counts, files, places, codes and hints, and nothing else', async () => {
    const { stdout, stderr, code } = await check('--format', 'json', 'word.md', 'warns.md', 'labs/hello.md');
    expect(stderr).toBe('');
    expect(code).toBe(2);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ format: 1, counts: { files: 3, errors: 1, warnings: 1 } });
    expect(report.files.map(({ diagnostics: _, ...file }: Record<string, unknown>) => file)).toEqual([
      { file: 'word.md', errors: 1, warnings: 0 },
      { file: 'warns.md', errors: 0, warnings: 1 },
      { file: 'runbooks/labs/hello.md', errors: 0, warnings: 0 },
    ]);
    expect(report.files[0].diagnostics).toEqual([
      {
        severity: 'error',
        code: 'parse/unknown-word',
        title: 'A word of an expectation is unknown',
        message: 'Unknown word `rows` before the colon.',
        hint: 'Did you mean `row`?',
        start: { line: 5, column: 10, offset: 29 },
        end: { line: 5, column: 14, offset: 33 },
      },
    ]);
  });
});

describe('check --format github', () => {
  it('prints an annotation for each mistake, escaped, with the file as the repository has it', async () => {
    const workspace = join(cwd, '..');
    const { stdout, stderr, code } = await runHere(['check', '--format', 'github', 'warns.md', 'word.md'], {
      cwd,
      env: { GITHUB_WORKSPACE: workspace },
    });
    expect(stderr).toBe('');
    expect(code).toBe(2);
    expect(stdout.split('\n')).toEqual([
      '::warning file=cli/warns.md,line=5,endLine=5,col=1,endColumn=20,title=An arrow comment checks nothing (parse/arrow-comment)::The arrow comment `# → 2026, 100%25: fine` checks nothing. Write `# expect: 2026, 100%25: fine`, or let `runbook fmt` do it.',
      '::error file=cli/word.md,line=5,endLine=5,col=10,endColumn=13,title=A word of an expectation is unknown (parse/unknown-word)::Unknown word `rows` before the colon. Did you mean `row`?',
      '2 files: 1 error, 1 warning; 1 file without a check',
      '',
    ]);
  });
});
