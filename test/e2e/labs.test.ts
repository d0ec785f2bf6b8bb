import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/engine/model/event.ts';
import { runs } from '../helpers/budget.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const labs = ['lab0', 'lab1', 'lab2', 'lab3', 'cleanup'];

/** How often all labs run in a row. */
const rounds = runs(1, 50);

describe('the labs pass on the sandbox through the command, and come to what their records say', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'runbook-labs-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('all in order in one run, time after time', { timeout: rounds * 120_000 }, async () => {
    for (let round = 1; round <= rounds; round++) {
      const files = labs.map((lab) => `labs/${lab}.md`);
      const { code, events, stderr } = await exec(folder, [...files, '--verify-record']);
      expect(code, `round ${round}\n${failuresOf(events)}\n${stderr}`).toBe(0);
      expect(events.filter(({ type }) => type === 'runbook-finished')).toHaveLength(labs.length);
      expect(outcomeOf(events)?.totals).toMatchObject({
        expectations: { unmet: 0 },
        statements: { failed: 0 },
      });
    }
  });
});

it('a lab that comes to something else than was recorded fails, though all its checks are met', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-labs-'));
  try {
    await cp(join(repository, 'runbooks/labs'), folder, { recursive: true });
    const manifest = join(folder, 'manifests/bookinfo/bookinfo-versions.yaml');
    const text = await readFile(manifest, 'utf8');
    const without = text.split(/^---$/m).filter((document) => !/^ {2}name: details-v1$/m.test(document));
    await writeFile(manifest, without.join('---'));
    const { code, stderr, events } = await exec(folder, [join(folder, 'lab0.md'), '--verify-record']);
    expect(outcomeOf(events)).toMatchObject({ outcome: 'passed' });
    expect(stderr).toContain('\n  -service/details-v1 created\n');
    expect(stderr).toContain(
      'The file `manifests/bookinfo/bookinfo-versions.yaml` has changed since the page was',
    );
    expect(stderr).toContain('did not come to what its record says: 2 differences.\n');
    expect(code).toBe(1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it('LAB 0 and LAB 1 take clusters of any name, one that is no value of a label too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-labs-'));
  try {
    const east = 'arn:aws:eks:eu-west-1:111122223333:cluster/prod-east';
    const clusters = ['--cluster', `CLUSTER1=${east}`, '--cluster', 'CLUSTER2=prod-west'];
    // What the sandbox makes of such a name; LAB 0 itself checks that the mesh has this network.
    const named = [...clusters, '--env', 'NETWORK1=n-aws-eks-eu-west-1-111122223333-cluster-prod-east-1'];
    const { code, events } = await exec(folder, [
      'labs/lab0.md',
      'labs/lab1.md',
      '--target',
      'sandbox',
      ...named,
    ]);
    expect(code, failuresOf(events)).toBe(0);
    expect(outcomeOf(events)?.totals.expectations.unmet).toBe(0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

type Ran = { readonly code: number; readonly events: readonly RunEvent[]; readonly stderr: string };

function exec(folder: string, args: readonly string[]): Promise<Ran> {
  const argv = [join(repository, 'dist/runbook.mjs'), 'exec', ...args, '--reporter', 'ndjson'];
  const options = {
    cwd: repository,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, KUBECONFIG: join(folder, 'none') },
  };
  return new Promise((resolve) => {
    execFile(process.execPath, argv, options, (error, stdout, stderr) => {
      const events = stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as RunEvent);
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, events, stderr });
    });
  });
}

function outcomeOf(events: readonly RunEvent[]) {
  return events.find((event) => event.type === 'run-finished');
}

/** What a person needs to see when this test fails. */
function failuresOf(events: readonly RunEvent[]): string {
  const told = events.filter(
    (event) =>
      (event.type === 'attempt-finished' && event.verdicts.some(({ judgement }) => !judgement.met)) ||
      (event.type === 'statement-finished' && event.outcome !== 'passed') ||
      event.type === 'diagnostic',
  );
  return told.map((event) => JSON.stringify(event).slice(0, 2000)).join('\n');
}
