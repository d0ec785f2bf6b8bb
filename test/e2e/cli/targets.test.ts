import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin, build } from '../../helpers/build.ts';
import { runCli } from '../../helpers/run-cli.ts';

const cwd = fileURLToPath(new URL('../../fixtures/cli', import.meta.url));

/** A sandbox in a process of its own: to everybody else, two clusters that an ordinary kubeconfig leads to. */
let clusters: ChildProcess;
let kubeconfig = '';

beforeAll(async () => {
  await build();
  const args = [
    'sandbox',
    '--cluster',
    'CLUSTER1=kind-one',
    '--cluster',
    'CLUSTER2=kind-two',
    '--latency',
    '0',
  ];
  clusters = spawn(process.execPath, [bin, ...args], { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  const [lines] = (await once(clusters.stdout ?? clusters, 'data')) as [Buffer];
  kubeconfig = /^export KUBECONFIG='(.*)'$/m.exec(lines.toString())?.[1] ?? '';
});
afterAll(async () => {
  clusters.kill('SIGINT');
  await once(clusters, 'exit');
});

describe.each(['cluster', 'sandbox'])('on the target %s', (target) => {
  const exec = (file: string, ...more: readonly string[]) =>
    runCli(['exec', file, '--target', target, ...more], { cwd, env: { KUBECONFIG: kubeconfig } });

  it('manifests are applied and judged, commands see the same cluster and no other, all is deleted at the end', async () => {
    const { stdout, code } = await exec('manifests.md');
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('✓ expect within 20s: Available=True');
    expect(stdout).toMatch(/ {2}✓ deployment\.apps\/web deleted\n {2}✓ configmap\/first deleted\n/);
    // Reached through a kubeconfig it is still a simulation, and its version says so.
    expect(stdout).toContain('SIMULATED');
  });

  it('a manifest that the server refuses fails with its line and the server’s words', async () => {
    const { stdout, code } = await exec('refused.md');
    expect(stdout).toContain('refused.md:9:1  1 of its objects could not be applied');
    expect(stdout).toMatch(/stderr +line 9: configmap\/typo: .*\.dta: field not declared in schema/);
    expect(code).toBe(1);
  });

  it('a missing object that the runbook needs is said before anything runs', async () => {
    const { stdout, code } = await exec('needs.md');
    expect(stdout).toContain('needs.md needs `gatewayclass/not-there`, but it is not on `kind-one`');
    expect(stdout).not.toContain('never');
    expect(code).toBe(3);
  });
});

describe('the choice of a target', () => {
  it('is the clusters, when the kubeconfig has them', async () => {
    const { stdout, stderr } = await runCli(['plan', 'manifests.md'], {
      cwd,
      env: { KUBECONFIG: kubeconfig },
    });
    expect(stdout).toContain('target  cluster  CLUSTER1=kind-one');
    expect(stderr).toBe('');
  });

  it('can be another context, by option or by variable', async () => {
    const env = { KUBECONFIG: kubeconfig };
    const plan = ['plan', 'manifests.md'];
    const byOption = await runCli([...plan, '--cluster', 'CLUSTER1=kind-two'], { cwd, env });
    const byVariable = await runCli(plan, { cwd, env: { ...env, CLUSTER1: 'kind-two' } });
    for (const { stdout } of [byOption, byVariable]) expect(stdout).toContain('CLUSTER1=kind-two');
  });
});

describe('runbook sandbox', () => {
  it('runs a command in its environment and passes the exit code on', async () => {
    const args = ['sandbox', '--latency', '0', '--'];
    const { stdout } = await runCli([...args, 'kubectl', 'get', 'namespace', 'default', '-o', 'name'], {
      cwd,
    });
    expect(stdout).toBe('namespace/default\n');
    expect((await runCli([...args, 'sh', '-c', 'exit 7'], { cwd })).code).toBe(7);
  });

  it('says when the command is not there', async () => {
    const { stderr, code } = await runCli(['sandbox', '--', 'surely-not-installed'], { cwd });
    expect(stderr).toBe('`surely-not-installed` cannot be started: it is not on PATH\n');
    expect(code).toBe(3);
  });
});
