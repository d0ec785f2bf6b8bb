import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from '../../../../src/engine/parse.ts';
import { checkTools } from '../../../../src/engine/run/tools.ts';

/** A folder with a `kubectl` of these lines of sh, and a page that wants one. */
function wanting(script: string) {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'kubectl'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const text = '---\ntools: { kubectl: ">=1.28" }\n---\n\n```bash\nkubectl get ns\n```\n';
  const { runbook } = parse({ file: 'page.md', path: join(folder, 'page.md'), text });
  return { runbook, path: [folder, process.env.PATH ?? ''] };
}

it('a tool that says its version is compared', async () => {
  const { runbook, path } = wanting('echo "Client Version: v1.30.2"');
  const found = await checkTools([runbook], { path, signal: new AbortController().signal, start: 'any' });
  expect(found).toEqual({
    versions: { kubectl: '1.30.2' },
    requirements: [{ kind: 'tool', name: 'kubectl >=1.28', found: '1.30.2', state: 'met' }],
  });
});

it('a wrapper script that never answers holds up nobody', async () => {
  const { runbook, path } = wanting('sleep 1007');
  const checked = await checkTools([runbook], { path, signal: AbortSignal.timeout(300), start: 'any' });
  const diagnostics = checked.requirements.map(({ diagnostic }) => diagnostic);
  expect(diagnostics).toMatchObject([{ code: 'target/tool-version' }]);
  expect(diagnostics[0]?.message).toContain('does not tell its version');
});
