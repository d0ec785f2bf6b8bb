import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { runHere } from '../../helpers/run-here.ts';
import { acceptsCommandLine } from '../../helpers/scripted-io.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'runbook-init-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

describe('runbook init', () => {
  it('writes a page that is well formed, in the standard form, and leaves nothing behind', async () => {
    await runHere(['init', '--yes'], { cwd });
    expect(await runHere(['check', '--strict'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(await runHere(['fmt', '--check'], { cwd })).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await runHere(['exec', 'hello.md'], { cwd, env: { TMPDIR: cwd } });
    expect(stderr).toBe('The kubeconfig has no context `sandbox-hello`: running on the sandbox.\n');
    expect(stdout).toContain('✓ apply Namespace, ConfigMap to $CLUSTER');
    expect(stdout).not.toContain('left behind');
    expect(code).toBe(0);
    expect(execFileSync('ls', { cwd, encoding: 'utf8' })).toBe('runbooks\n');
  });

  it('writes a page that fails when a word of it is changed', async () => {
    await runHere(['init', '--yes'], { cwd });
    const page = join(cwd, 'runbooks/hello.md');
    await writeFile(page, (await readFile(page, 'utf8')).replace('NAME=world', 'NAME=nobody'));
    const { code, stdout } = await runHere(['exec', 'hello.md'], { cwd });
    expect(stdout).toContain('expect: Hello, world!');
    expect(code).toBe(1);
  });

  it('writes a page that needs nothing but bash and the usual tools where kubectl is not there', async () => {
    const bin = join(cwd, 'bin');
    await mkdir(bin);
    for (const tool of ['bash', 'cat', 'grep', 'mkfifo', 'mktemp', 'rm', 'sleep']) {
      const path = execFileSync('bash', ['-c', 'type -P "$1"', 'bash', tool], { encoding: 'utf8' }).trim();
      await symlink(path, join(bin, tool));
    }
    const only = { cwd, env: { PATH: bin } };
    expect((await runHere(['init', '--yes'], only)).stdout).not.toContain('kubectl');
    const { code, stdout, stderr } = await runHere(['exec', 'hello.md'], only);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('passed');
    expect(await runHere(['check', '--strict'], only)).toMatchObject({ code: 0, stderr: '' });
  });

  it('writes a configuration with which vitest runs the page', async () => {
    await mkdir(join(cwd, 'node_modules'));
    await symlink(join(root, 'node_modules/vitest'), join(cwd, 'node_modules/vitest'));
    await symlink(root, join(cwd, 'node_modules/runbook'));
    await writeFile(
      join(cwd, 'package.json'),
      '{ "devDependencies": { "vitest": "5.1.1", "runbook": "0.1.0" } }',
    );
    expect((await runHere(['init', '--yes'], { cwd })).stdout).toContain('wrote vitest.config.mts\n');
    const program = join(root, 'node_modules/vitest/vitest.mjs');
    const args = [program, 'run', '--reporter', 'json', '--outputFile', 'report.json'];
    execFileSync(process.execPath, args, { cwd, stdio: 'ignore' });
    const report = JSON.parse(await readFile(join(cwd, 'report.json'), 'utf8'));
    expect(report).toMatchObject({ success: true, numFailedTests: 0 });
    expect(report.numPassedTests).toBeGreaterThan(4);
  });

  it('writes a workflow and a hook whose commands there are', async () => {
    await runHere(['init', '--yes', '--with', 'github', 'pre-commit'], { cwd });
    const { jobs } = parseYaml(await readFile(join(cwd, '.github/workflows/runbooks.yml'), 'utf8'));
    const { repos } = parseYaml(await readFile(join(cwd, '.pre-commit-config.yaml'), 'utf8'));
    const runs = jobs.runbooks.steps.flatMap(({ run }: { readonly run?: string }) => run ?? []);
    const [install, ...calls] = runs;
    expect(install).toBe('npm install --no-save ./runbook-0.1.0.tgz');
    const lines = [...calls, repos[0].hooks[0].entry];
    expect(lines).toHaveLength(3);
    for (const line of lines) await acceptsCommandLine(line);
    await expect(acceptsCommandLine('npx --no-install runbook check --strikt')).rejects.toThrow();
  });

  it('writes nothing without a terminal and without `--yes`, and exits with 2', async () => {
    const { code, stdout, stderr } = await runHere(['init'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain('+++ b/runbooks/hello.md');
    expect(stderr).toContain('Nothing was written: there is no terminal to ask in');
    expect(stderr).toContain('`--yes` writes the 1 file.');
    expect(execFileSync('ls', { cwd, encoding: 'utf8' })).toBe('');
  });

  it('knows its parts, and says which when there is none of that name', async () => {
    const { code, stderr } = await runHere(['init', '--with', 'gitlab'], { cwd });
    expect(stderr).toContain('runbook, vitest, github, pre-commit');
    expect(code).toBe(2);
  });
});
