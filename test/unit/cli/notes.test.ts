import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exitCodeOf } from '../../../src/cli/main.ts';
import { scriptedIo } from '../../helpers/scripted-io.ts';
import { putFiles } from './put-files.ts';

const page = `# A talk

## One

<!-- note: Say hello. -->

\`\`\`bash
true
\`\`\`

## Two

\`\`\`bash
test -e go || for i in $(seq 600); do sleep 0.1; test -e go && break; done
\`\`\`

<!-- note: Now it waits. -->

## Three

\`\`\`bash
true
\`\`\`
`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-notes-'));
  await putFiles(folder, { 'talk.md': page });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('shows the notes of where a run is, and what comes next, until that is over', async () => {
  const io = scriptedIo(folder);
  const following = exitCodeOf(['notes', '--follow', 'talk.ndjson'], io);
  await expect.poll(io.printed, { timeout: 60_000 }).toMatch(/^The journal is not there yet\.\n/);
  const running = exitCodeOf(['exec', 'talk.md', '--journal', 'talk.ndjson'], scriptedIo(folder));
  await expect
    .poll(io.printed, { timeout: 60_000 })
    .toContain('A talk · step 2 of 3 · minute 0\n\nTwo\n\nNow it waits.\n\nNext: Three\n');
  await putFiles(folder, { go: '' });
  expect(await running).toBe(0);
  expect(await following).toBe(0);
  expect(io.printed()).toMatch(/This is the last step\.\n\nThe run is over: passed\.\n\n$/);
});

it('prints the notes of a page, and wants a page or a run', async () => {
  const io = scriptedIo(folder);
  expect(await exitCodeOf(['notes', 'talk.md'], io)).toBe(0);
  expect(io.printed()).toContain('One\n\nSay hello.\n\nTwo\n\nNow it waits.\n');
  expect(await exitCodeOf(['notes'], scriptedIo(folder))).toBe(2);
  expect(await exitCodeOf(['notes', 'talk.md', '--follow', 'talk.ndjson'], scriptedIo(folder))).toBe(2);
});
