import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { patienceMs } from '../../helpers/patience.ts';

const root = resolve(import.meta.dirname, '../../..');
const program = join(root, 'dist/runbook.mjs');
const page = join(root, 'runbooks/kubernetes/on-call.md');

/** Keeps kubectl from asking for the rollout of the incident while a file is there, so that a run is caught at work. */
const shim = (kubectl: string) => `#!/bin/bash
case "$*" in *"rollout status"*"--timeout=2m") while [ -e "$HOLD" ]; do sleep 0.1; done;; esac
exec ${kubectl} "$@"
`;

/** Clusters that outlive a run, and the environment in which a run finds them. */
async function clusters(folder: string): Promise<Readonly<Record<string, string>>> {
  const sandbox = spawn(process.execPath, [program, 'sandbox', '--cluster', 'CLUSTER=kind-kind'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void sandbox.kill('SIGINT'));
  let said = '';
  sandbox.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await expect.poll(() => said, { timeout: patienceMs }).toMatch(/^export PATH=/m);
  const path = join(folder, 'bin');
  const [kubectl = ''] = execFileSync('bash', ['-c', 'command -v kubectl'], { encoding: 'utf8' }).split('\n');
  execFileSync('mkdir', [path]);
  writeFileSync(join(path, 'kubectl'), shim(kubectl), { mode: 0o755 });
  const kubeconfig = /^export KUBECONFIG=(.*)$/m.exec(said)?.[1]?.replaceAll("'", '') ?? '';
  return { KUBECONFIG: kubeconfig, PATH: `${path}:${process.env.PATH}`, HOLD: join(folder, 'hold') };
}

function run(args: readonly string[], cwd: string, env: Readonly<Record<string, string>>) {
  const all = [program, 'exec', page, '--target', 'cluster', '--env', 'REHEARSAL=yes', ...args];
  const child = spawn(process.execPath, all, { cwd, env: { ...process.env, ...env }, stdio: 'pipe' });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child: child as ChildProcess, ended, said: () => said };
}

it('an incident is gone through by its page, which goes on after kill -9 and ends early when all is well', {
  timeout: 4 * patienceMs,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'on-call-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const env = await clusters(folder);
  const journal = join(folder, 'incident.ndjson');
  const given = ['--set', 'APP=basket', '--set', 'PODS=2'];
  writeFileSync(join(folder, 'hold'), '');
  const first = run([...given, '--journal', journal], folder, env);
  const written = () => (existsSync(journal) ? readFileSync(journal, 'utf8') : '');
  await expect.poll(written, { timeout: patienceMs }).toContain('"statement":"scale-up/1.2"');
  first.child.kill('SIGKILL');
  await first.ended;
  rmSync(join(folder, 'hold'));
  const second = run(['--resume', journal], folder, env);
  const code = await second.ended;
  expect(second.said()).toContain('Going on from the run that ended at ');
  expect(second.said()).toContain(
    '✓ kubectl --context $CLUSTER -n "$NS" rollout status "deployment/$APP" --timeout=2m',
  );
  expect(second.said()).toMatch(/- Roll back {2}skipped: done, by line 56/);
  expect(second.said()).not.toContain('✓ kubectl --context $CLUSTER create namespace');
  expect(code, second.said()).toBe(0);
});
