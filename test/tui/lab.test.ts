import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { closeTerminals, Tmux } from './tmux.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-lab-'));
  await cp(join(repository, 'runbooks/labs'), join(folder, 'labs'), { recursive: true });
});
afterEach(async () => {
  await closeTerminals();
  await rm(folder, { recursive: true });
});

/** Puts a mistake into LAB 2, and an editor beside it that fixes it. */
async function breakLab(right: string, wrong: string): Promise<string> {
  const file = join(folder, 'labs/lab2.md');
  const text = await readFile(file, 'utf8');
  expect(text.split(right).length).toBe(2);
  await writeFile(file, text.replace(right, wrong));
  const editor = join(folder, 'editor');
  const fix = `const { readFileSync, writeFileSync } = require('node:fs');
const file = process.argv.at(-1);
writeFileSync(file, readFileSync(file, 'utf8').replace(${JSON.stringify(wrong)}, ${JSON.stringify(right)}));`;
  await writeFile(editor, `#!${process.execPath}\n${fix}\n`);
  await chmod(editor, 0o755);
  return editor;
}

it('drives LAB 2 by keys: a step by hand, a failure, fixing it in the editor, quitting', async () => {
  const right = 'grep -c "text-black-500"\n# expect within 30s: 2';
  const editor = await breakLab(right, 'grep -c "text-blue-500"\n# expect within 1s: 2');
  const tmux = await Tmux.open({ columns: 120, rows: 40, cwd: folder, env: { EDITOR: editor } });
  await tmux.runbook('exec labs/lab2.md --step');

  // The page that LAB 2 builds on runs without a pause.
  const start = await tmux.waitFor('Paused before step 1 of 7: enter runs it');
  expect(start).toContain('SIMULATED');
  expect(start).toContain('LAB 2 · L7 policy');
  expect(start).toMatch(/ → ISTIO_CLUSTER_ID=/);
  await tmux.press('Enter');
  const ran = await tmux.waitFor('1 of 7 steps are behind you: enter turns to the next one');
  expect(ran).toContain('/agw-waypoint created');
  await tmux.press('C-z');
  await tmux.waitFor('Stopped');
  await tmux.type('fg; echo "exit code $?"\n');
  await tmux.waitFor('1 of 7 steps are behind you: enter turns to the next one');
  await tmux.press('Enter');
  await tmux.waitFor('Paused before step 2 of 7: enter runs it');

  await tmux.press('a');
  const turn = await tmux.waitFor('‖ Your turn');
  expect(turn).toMatch(/‖ │ open http:\/\/localhost:8080\/productpage +your turn/);
  await tmux.press('d');

  const failure = await tmux.waitFor('✗ Failed: r runs it again');
  expect(failure).toMatch(/✗ │ curl -s -b[^✗]*failed · \d+ tries/);
  expect(failure).toMatch(/actual +0/);
  await tmux.press('r');
  await tmux.waitFor('retried by hand');
  await tmux.waitFor('✗ Failed: r runs it again');

  await tmux.press('e');
  await tmux.waitFor('The new text is in: enter goes on here');
  await tmux.press('Enter');
  await tmux.waitFor('5 of 7 steps are behind you: enter turns to the next one');
  await tmux.press('Enter');
  await tmux.waitFor('Paused before step 6 of 7: enter runs it');
  await tmux.press('Up', 'PageDown');
  const fixed = await tmux.waitFor('"text-black-500"');
  expect(fixed).toContain('✓ Test: user jason via');

  await tmux.press('q', 'q');
  const end = await tmux.ended();
  expect(end).toContain('exit code 130');
  expect(end).toMatch(/✓ Clean up routing/);
  expect(end).toMatch(/- Confirm traffic went through the agentgateway waypoint +skipped/);
  expect(end).toContain('the text was edited while it ran');
  expect(await tmux.history()).toContain('namespace/bookinfo labeled');
  expect(await tmux.left()).toEqual({ files: [], processes: [] });
});

it('runs LAB 2 to its end when nobody pauses it', async () => {
  const tmux = await Tmux.open({ columns: 80, rows: 24, cwd: repository });
  await tmux.runbook('exec labs/lab2.md');
  await tmux.waitFor('‖ Your turn');
  await tmux.press('s');
  const end = await tmux.ended();
  expect(end).toContain('exit code 0');
  expect(end).toMatch(/passed on the sandbox \(simulated\) in .*: 39 statements \(38 passed, 1/);
  expect(await tmux.left()).toEqual({ files: [], processes: [] });
});
