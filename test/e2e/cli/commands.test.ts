import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elements, readJunit } from '../../helpers/junit-schema.ts';
import { runCli } from '../../helpers/run-cli.ts';

const cwd = fileURLToPath(new URL('../../fixtures/cli', import.meta.url));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Does something once, as soon as the slow statement has begun. */
function once(act: (child: ChildProcess) => unknown): (printed: string, child: ChildProcess) => void {
  let done = false;
  return (printed, child) => {
    if (done || !printed.includes('| begun')) return;
    done = true;
    act(child);
  };
}

describe('exec', () => {
  it('finds a file under runbooks/, with or without its ending, and says what happened', async () => {
    for (const name of ['labs/hello.md', 'labs/hello']) {
      const { code, stdout, stderr } = await runCli(['exec', name], { cwd });
      expect(stderr).toBe('');
      expect(stdout).toContain('Hello  runbooks/labs/hello.md');
      expect(stdout).toMatch(
        /✓ echo "hello \$NAME" {2}[\d.]+ m?s\n {6}✓ expect: hello world {2}\(line 10\)\n/,
      );
      expect(stdout).toMatch(
        /\npassed in .*: 3 statements \(3 passed\) · 2 checks, all met · 0 statements only had to succeed\n$/,
      );
      expect(code).toBe(0);
    }
  });

  it('takes a folder and leaves out the pages in it that are no runbooks', async () => {
    const { code, stdout } = await runCli(['exec', 'labs'], { cwd });
    expect(stdout).not.toContain('README');
    expect(code).toBe(0);
  });

  it('shows a failure with place, command, exit codes, the closest line and how to run it again', async () => {
    const { code, stdout } = await runCli(['exec', 'fails.md'], { cwd });
    expect(stdout).toContain(
      [
        '  fails.md:7:1  expect row: one 2 three',
        '    expected  a line with one 2 three',
        '    closest   one two three',
        '                  ^^^ expected 2',
        '    command   echo one two three | cat  (exit 0 | 0, ',
      ].join('\n'),
    );
    expect(stdout).toContain('rerun   runbook exec fails.md\n');
    expect(code).toBe(1);
  });

  it('mentions warnings, which `check` shows', async () => {
    const { code, stderr } = await runCli(['exec', 'doubtful.md'], { cwd });
    expect(stderr).toBe('2 warnings; `runbook check doubtful.md` shows what and where.\n');
    expect(code).toBe(0);
    expect((await runCli(['check', 'doubtful.md'], { cwd })).stdout).toContain('2 warnings');
  });

  it('writes events to a file beside the text', async () => {
    const file = join(folder, 'run.ndjson');
    const { stdout } = await runCli(
      ['exec', 'labs/hello.md', '--reporter', 'text', '--reporter', `ndjson=${file}`],
      { cwd },
    );
    const events = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', outcome: 'passed' });
    expect(stdout).toContain('passed');
  });

  it('feeds several reporters from one run, in folders it makes, and exits as without them', async () => {
    const [junit, summary] = [join(folder, 'new/out/junit.xml'), join(folder, 'new/summary.md')];
    const reporters = ['text', `junit=${junit}`, `markdown=${summary}`];
    const args = ['exec', 'fails.md', ...reporters.flatMap((name) => ['--reporter', name])];
    const { code, stdout } = await runCli(args, { cwd });
    expect(code).toBe(1);
    const failure = elements(readJunit(await readFile(junit, 'utf8')), 'failure')[0];
    expect(failure?.attributes.message).toContain('fails.md:7:1 expect row: one 2 three');
    expect(stdout).toContain('fails.md:7:1  expect row: one 2 three');
    expect(await readFile(summary, 'utf8')).toContain('fails.md:7:1  expect row: one 2 three');
  });

  it('annotates and writes the summary of the job on GitHub', async () => {
    const file = join(folder, 'step-summary.md');
    const env = { GITHUB_WORKSPACE: join(cwd, '..'), GITHUB_STEP_SUMMARY: file };
    const { stdout } = await runCli(['exec', 'fails.md', '--reporter', 'github'], { cwd, env });
    expect(stdout).toContain('\n::error file=cli/fails.md,line=7,');
    expect(await readFile(file, 'utf8')).toContain('## ✗ failed: ');
  });

  it('can select, set a variable and show output', async () => {
    const args = ['exec', 'labs/hello.md', '--only', 'greet', '--verbose'];
    const { stdout } = await runCli(args, { cwd });
    expect(stdout).toContain('    | hello world\n');
    expect(stdout).toContain('echo bye  skipped: not selected');
    expect(stdout).not.toContain('| bye');
  });

  it('with --dry-run only says what it would do', async () => {
    const { stdout, code } = await runCli(['exec', 'labs/hello.md', '--dry-run'], { cwd });
    expect(stdout).toContain('1 runbook: 3 statements, 2 checks. Nothing has been touched.');
    expect(code).toBe(0);
  });

  it('stops at the first Ctrl-C, cleans up, completes its reports and exits with 130', async () => {
    const junit = join(folder, 'interrupted.xml');
    const result = await runCli(
      ['exec', 'slow.md', '--verbose', '--reporter', 'text', '--reporter', `junit=${junit}`],
      {
        cwd,
        onOutput: once((child) => child.kill('SIGINT')),
      },
    );
    expect(result.stdout).toContain('| tidied');
    expect(result.stderr).toContain('Stopping');
    expect(result.code).toBe(130);
    const [error] = elements(readJunit(await readFile(junit, 'utf8')), 'error');
    expect(error?.attributes.type).toBe('cancelled');
  });

  it('survives a reader that goes away', async () => {
    const result = await runCli(['exec', 'slow.md', '--verbose'], {
      cwd,
      onOutput: once((child) => {
        child.stdout?.destroy();
        child.kill('SIGTERM');
      }),
    });
    expect(result.code).toBe(130);
    expect(result.stderr).not.toContain('EPIPE');
  });
});

describe('plan', () => {
  it('says what would run and on what, and leaves everything alone', async () => {
    const { stdout, code } = await runCli(['plan', 'clusters.md'], { cwd });
    expect(stdout).toContain('The kubeconfig has no context `kind-one`, `kind-two`: running on the sandbox.');
    expect(stdout).toContain('target  sandbox  CLUSTER1=kind-one  CLUSTER2=kind-two');
    expect(stdout).toContain('# expect: kind-one');
    expect(code).toBe(0);
  });
});

describe('list', () => {
  it('shows title, steps and description of what is here, and that nobody has recorded it', async () => {
    const { stdout } = await runCli(['list'], { cwd });
    expect(stdout).toMatch(
      /^runbooks\/labs\/hello\.md {2}Hello \(2 steps\)\n +Says hello and checks that it did\.\n +never verified\n$/,
    );
  });

  it('shows the labs of the package where there is nothing, by the names with which they run', async () => {
    const { stdout, stderr } = await runCli(['list'], { cwd: folder });
    expect(stderr).toMatch(/^There are no runbooks under `runbooks\/`; these are in the package/);
    expect(stdout).toMatch(/^labs\/lab2\.md +LAB 2 /m);
    expect(await runCli(['plan', 'labs/lab2.md'], { cwd: folder })).toMatchObject({ code: 0 });
  });

  it('shows what is named, in colours where these are asked for', async () => {
    const named = await runCli(['list', 'runbooks/labs', '--color'], { cwd });
    expect(named.stdout).toContain('\u001b[1mrunbooks/labs/hello.md');
    const plain = await runCli(['list', '--no-color', 'runbooks/labs'], { cwd, env: { FORCE_COLOR: '1' } });
    expect(plain.stdout).toMatch(/^runbooks\/labs\/hello\.md {2}Hello/);
    expect((await runCli(['-v'], { cwd })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('help', () => {
  it('teaches: every command has a summary, `exec` has examples, exit codes are explained', async () => {
    const { stdout, code } = await runCli(['--help'], { cwd });
    for (const command of ['exec', 'plan', 'check', 'fmt', 'list', 'sandbox'])
      expect(stdout).toContain(`\n  ${command} `);
    expect(stdout).toContain('Exit codes:');
    const exec = (await runCli(['exec', '--help'], { cwd })).stdout;
    expect(exec).toContain('Examples:');
    expect(exec.replace(/\s+/g, ' ')).toContain('text, ndjson, junit, github, markdown;');
    expect(code).toBe(0);
  });

  it('tells the version', async () => {
    expect((await runCli(['--version'], { cwd })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
