import { mkdirSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exitCodeOf } from '../../../src/cli/main.ts';
import { scriptedIo } from '../../helpers/scripted-io.ts';

const page = `---
title: Two clusters
clusters: { CLUSTER1: kind-one }
---

# Look

\`\`\`bash
kubectl --context $CLUSTER1 get nodes
\`\`\`
`;

const kubeconfig = ['kind-one', 'eks-prod-east', 'team'].map((name) => ({ name }));

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-configuration-'));
  mkdirSync(join(folder, '.git'));
  mkdirSync(join(folder, 'docs'));
  await writeFile(join(folder, 'docs/page.md'), page);
  const config = {
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:9' } }],
    users: [{ name: 'u', user: {} }],
    contexts: kubeconfig.map((item) => ({ ...item, context: { cluster: 'c', user: 'u' } })),
  };
  await writeFile(join(folder, 'kubeconfig'), JSON.stringify(config));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function plan(settings: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  await writeFile(join(folder, 'runbook.config.yaml'), settings);
  for (const [name, value] of Object.entries({ KUBECONFIG: join(folder, 'kubeconfig'), ...env }))
    vi.stubEnv(name, value);
  const io = scriptedIo(join(folder, 'docs'));
  const code = await exitCodeOf(['plan', 'page.md', ...args], io);
  vi.unstubAllEnvs();
  return { code, printed: io.printed() };
}

describe('the configuration file', () => {
  it('gives the context of a cluster variable to all pages below it', async () => {
    const { printed } = await plan('clusters: { CLUSTER1: team, OTHER: nobody-asks }\n');
    expect(printed).toContain('CLUSTER1=team');
  });

  it('gives way to a variable of the environment, and that to an option', async () => {
    const settings = 'clusters: { CLUSTER1: eks-prod-east }\ntarget: sandbox\n';
    expect((await plan(settings, ['--target', 'cluster'], { CLUSTER1: 'team' })).printed).toContain(
      'CLUSTER1=team',
    );
    expect((await plan(settings, [], { RUNBOOK_TARGET: 'cluster', CLUSTER1: 'team' })).printed).not.toMatch(
      /SIMULATED/,
    );
    expect(
      (await plan(settings, ['--cluster', 'CLUSTER1=kind-one'], { CLUSTER1: 'team' })).printed,
    ).toContain('CLUSTER1=kind-one');
    expect((await plan(settings)).printed).toMatch(/SIMULATED|sandbox/);
  });

  it('keeps runs from protected contexts unless they are allowed by name', async () => {
    const settings = 'protect: ["*prod*"]\n';
    const refused = await plan(settings, ['--cluster', 'CLUSTER1=eks-prod-east']);
    expect(refused.code).toBe(3);
    expect(refused.printed).toContain('The context `eks-prod-east` (CLUSTER1) is protected by `*prod*`');
    expect(refused.printed).toContain('--allow eks-prod-east');
    const allowing = (context: string) =>
      plan(settings, ['--cluster', 'CLUSTER1=eks-prod-east', '--allow', context]);
    expect((await allowing('kind-one')).printed).toContain('is protected');
    // Nothing listens there, which only somebody finds out who tries.
    expect((await allowing('eks-prod-east')).printed).toMatch(/CLUSTER1=eks-prod-east[\s\S]*no API server/);
    expect((await plan(settings)).printed).not.toContain('is protected');
  });

  it.each([
    ['protekt: ["*prod*"]\n', ':1:1', 'Unknown key `protekt`', 'Did you mean `protect`?'],
    ['mask: TOKEN\n', ':1:7', '`mask` is no list of texts', 'Write `mask: ["…"]`.'],
    [
      '\nclusters: [a]\n',
      ':2:11',
      '`clusters` is no map of texts',
      'Write `clusters: { CLUSTER1: my-context }`.',
    ],
    ['target: moon\n', ':1:9', '`target` is none', 'Write auto, sandbox, cluster.'],
    ['- a\n', ':1:1', 'The file is no map', 'Its keys are'],
    ['a: [\n', ':2:1', 'This is no YAML', 'Fix it as YAML.'],
  ])('that is wrong, as in %j, is an error with its place', async (settings, place, message, hint) => {
    const { code, printed } = await plan(settings);
    expect(code).toBe(2);
    expect(printed).toContain(`../runbook.config.yaml${place}`);
    expect(printed).toContain(message);
    expect(printed).toContain(hint);
  });

  it('has each run write a journal, in a folder beside it, and says how to go on from it', async () => {
    await writeFile(join(folder, 'docs/page.md'), '# Page\n\n```bash\nfalse\n```\n');
    await writeFile(join(folder, 'runbook.config.yaml'), 'journal: journals\n');
    const io = scriptedIo(join(folder, 'docs'));
    expect(await exitCodeOf(['exec', 'page.md'], io)).toBe(1);
    const [name = ''] = readdirSync(join(folder, 'journals'));
    expect(name).toMatch(/^page-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-\d+\.ndjson$/);
    expect(io.printed()).toContain(`the same command with \`--resume ../journals/${name}\`.`);
  });
});
