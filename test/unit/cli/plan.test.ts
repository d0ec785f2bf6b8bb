import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exitCodeOf } from '../../../src/cli/main.ts';
import { scriptedIo } from '../../helpers/scripted-io.ts';
import { putFiles } from './put-files.ts';

const page = (needs: string) => `---
title: Settings
clusters: { CLUSTER1: kind-plan-test }
tools: { kubectl: ">=1.20", no-such-tool-anywhere: "*" }
needs: [${needs}]
---

# Settings

\`\`\`bash
kubectl --context $CLUSTER1 get nodes
\`\`\`

\`\`\`yaml apply cluster=$CLUSTER1
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { color: blue }
\`\`\`
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-plan-test-'));
  const without = page('namespace/default').replace(', no-such-tool-anywhere: "*"', '');
  await putFiles(folder, { 'ready.md': without, 'lacking.md': page('namespace/default, configmap/absent') });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function plan(...args: readonly string[]) {
  const io = scriptedIo(folder);
  const code = await exitCodeOf(['plan', '--target', 'sandbox', ...args], io);
  return { code, printed: io.printed() };
}

it('a plan shows in one table how everything is that a run needs', async () => {
  const { code, printed } = await plan('ready.md');
  expect(printed).toMatch(/^target {2}sandbox {2}CLUSTER1=kind-plan-test$/m);
  expect(printed).toMatch(/^ {2}✓ cluster {2}kind-plan-test \(CLUSTER1\) +v1\.\d+\.\d+\+sandbox$/m);
  expect(printed).toMatch(/^ {2}✓ object +namespace\/default +on kind-plan-test$/m);
  expect(printed).toMatch(/^ {2}✓ tool +kubectl >=1\.20 +1\.\d+/m);
  expect(code).toBe(0);
});

it('what is missing has what to do below it, and the plan is there all the same, with the code of a stopped run', async () => {
  const { code, printed } = await plan('lacking.md');
  expect(printed).toMatch(
    /^ {2}✗ object +configmap\/absent +it is not on `kind-plan-test`\n +→ Install what brings it, or run against another cluster\.$/m,
  );
  expect(printed).toMatch(
    /^ {2}✗ tool +no-such-tool-anywhere +not on PATH\n +→ Install `no-such-tool-anywhere`/m,
  );
  expect(printed).toContain('kubectl --context $CLUSTER1 get nodes');
  expect(code).toBe(3);
});

it('with --diff it shows what each manifest would change', async () => {
  const { code, printed } = await plan('--diff', 'ready.md');
  expect(printed).toContain('created  configmap/settings in default on kind-plan-test  ready.md:15\n');
  expect(printed).toContain('  +  color: blue\n');
  expect(printed).toMatch(/^1 object: 1 created\. Nothing has been changed\.$/m);
  expect(code).toBe(0);
});
