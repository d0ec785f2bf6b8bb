import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { bin, build } from '../../helpers/build.ts';
import { runCli } from '../../helpers/run-cli.ts';

let cwd = '';
beforeAll(async () => {
  await build();
  cwd = await mkdtemp(join(tmpdir(), 'runbook-conventions-'));
  await writeFile(join(cwd, 'page.md'), page);
  await writeFile(join(cwd, 'bad.md'), page.replace('# expect: two', '# expect: three'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const page = [
  '# Page',
  '## First',
  '```bash\necho one\n# expect: one\n```',
  '## Second',
  '```bash name=second\nfor n in 1; do\n  echo two\ndone\n# expect: two\n```\n',
].join('\n\n');

/** Runs the program with a page on its standard input. */
async function piped(text: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [bin, ...args], { cwd, env: { ...process.env, NO_COLOR: '1' } });
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (part: string) => {
      printed[stream] += part;
    });
  child.stdin.end(text);
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, ...printed };
}

describe('without arguments', () => {
  it('help is printed, with commands by what they are for, and nothing is wrong', async () => {
    const { code, stdout, stderr } = await runCli([], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe((await runCli(['--help'], { cwd })).stdout);
    expect(stdout).toMatch(/\nRun:\n {2}exec [\s\S]*\nWrite:\n[\s\S]*\nElsewhere:\n/);
  });

  it('`version` is `--version`', async () => {
    expect(await runCli(['version'], { cwd })).toEqual(await runCli(['--version'], { cwd }));
  });

  it('options of `exec` stand in groups, and an empty default is not mentioned', async () => {
    const { stdout } = await runCli(['exec', '--help'], { cwd });
    for (const heading of ['Selection', 'Target', 'Many files', 'Session', 'Output'])
      expect(stdout).toContain(`\n${heading}:\n  --`);
    expect(stdout).not.toMatch(/default:\s+(?:\[\]|\{\})/);
    expect(stdout).toMatch(/default:\s+20/);
  });
});

describe('mistakes on the command line', () => {
  test.for([
    [
      'an unknown option',
      ['exec', '--onli', 'x', 'page.md'],
      'Unknown option `--onli`',
      'Did you mean `--only`?',
    ],
    ['a missing argument', ['exec'], 'Missing required argument `file`', 'See `runbook exec --help`.'],
    [
      'a value that is none',
      ['exec', '--jobs', 'x', 'page.md'],
      'Option `--jobs <number>` argument `x` is invalid',
      'Write a number',
    ],
    [
      'two that exclude each other',
      ['exec', '-q', '-v', 'page.md'],
      'Option `-q, --quiet` cannot be used with',
      'See `runbook exec --help`.',
    ],
    ['an unknown command', ['chek'], '`chek` is no command', 'Did you mean `runbook check`?'],
    ['an unknown file', ['exec', 'pgae.md'], 'There is no file `pgae.md`', 'Did you mean `page.md`?'],
    [
      'an unknown lab',
      ['plan', 'lab/lab2.md'],
      'There is no file `lab/lab2.md`',
      'Did you mean `labs/lab2.md`?',
    ],
  ] as const)('%s: one form, what is wrong and what to do', async ([, args, message, hint]) => {
    const { code, stdout, stderr } = await runCli(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error {2}[^\n]+ {2}\[cli\/[\w-]+\]\n {5}hint {2}[^\n]+\n$/);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });
});

describe('--json', () => {
  it('of `plan` has every command whole, with its checks and what is left out', async () => {
    const { code, stdout } = await runCli(['plan', 'page.md', '--json', '--from', 'second'], { cwd });
    expect(code).toBe(0);
    const { target, runbooks } = JSON.parse(stdout);
    expect(target).toBe('local');
    const [first, second] = runbooks[0].steps.slice(-2);
    expect(first.blocks[0].skipped).toBe('not selected');
    expect(second.blocks[0]).toMatchObject({
      id: 'second',
      commands: [{ line: 13, command: 'for n in 1; do\n  echo two\ndone', checks: ['# expect: two'] }],
    });
  });

  it('of `list` has the steps, and when a runbook was last verified', async () => {
    const pages = JSON.parse((await runCli(['list', '--json'], { cwd })).stdout);
    const lab2 = pages.find(({ file }: { readonly file: string }) => file === 'labs/lab2.md');
    expect(lab2).toMatchObject({ errors: 0, verified: { simulated: true, changed: false } });
    expect(lab2.steps.length).toBeGreaterThan(3);
  });
});

describe('`-`', () => {
  it('is a page on standard input: run, checked, planned and formatted', async () => {
    expect(await piped(page, 'exec', '-')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 checks, all met'),
    });
    expect(await piped(page, 'plan', '-')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('echo two'),
    });
    const wrong = await piped(page.replace('# expect: two', '# expects: two'), 'check', '-');
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/^-:16:1 {2}error/) });
    const untidy = page.replace('# expect: two', '# expect:two');
    expect(await piped(untidy, 'fmt', '-')).toEqual({ code: 0, stdout: page, stderr: '' });
    expect(await piped(untidy, 'fmt', '--check', '-')).toMatchObject({ code: 1 });
  });

  it('takes a page that is longer than a pipe holds', async () => {
    const long = `${page}\n${`${'Prose. '.repeat(30)}\n`.repeat(1_000)}`;
    expect(await piped(long, 'fmt', '-')).toEqual({ code: 0, stdout: long, stderr: '' });
  });

  it('is refused by what would write beside it or read it twice', async () => {
    for (const option of ['--record', '--update', '--jobs=2'])
      expect(await piped(page, 'exec', '-', option)).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('--quiet', () => {
  it('of a page that passes leaves the outcome', async () => {
    const { code, stdout } = await runCli(['exec', '-q', 'page.md'], { cwd });
    expect(code).toBe(0);
    expect(stdout.trim()).toMatch(/^passed in .*$/);
  });

  it('of one that fails shows the failure, under its headings, and how to run it again', async () => {
    const { code, stdout } = await runCli(['exec', '-q', 'bad.md'], { cwd });
    expect(code).toBe(1);
    expect(stdout).not.toContain('echo one');
    expect(stdout).toMatch(/^\nPage {2}bad\.md\n\nSecond\n {2}✗ for n in 1; do/);
    expect(stdout).toContain('expected  three');
    expect(stdout).toMatch(/\nfailed in /);
  });
});
