import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { play } from '../../../helpers/play.ts';
import { runScript, shell } from './run-script.ts';
import { factsOfEngine, factsOfScript } from './script-facts.ts';

/** A folder for what a page leaves, gone with `await using`. */
async function markFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'runbook-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Runs a fixture by the engine and, from where it started, as a script. */
async function runBoth(name: string, before: (mark: string) => Promise<void> = async () => {}) {
  await using forEngine = await markFolder();
  await using forScript = await markFolder();
  for (const { path } of [forEngine, forScript]) await before(path);
  const env = { MARK: forEngine.path };
  const played = await play([name], { env, ...(shell.includes('/') ? { shell } : {}) });
  const script = await runScript(name, { env: { MARK: forScript.path } });
  return {
    engine: factsOfEngine(played),
    script: factsOfScript(script),
    stdout: script.stdout,
    stderr: script.stderr,
  };
}

describe('a script has the results of the engine', () => {
  // Most of their time is waiting.
  it.concurrent.for([
    'run/passes.md',
    'run/fails.md',
    'run/exits.md',
    'run/exits-the-shell.md',
    'run/background.md',
    'run/ready.md',
    'run/retries.md',
    'run/service-ends-well.md',
    'run/skips.md',
    'run/cleanup-goes-on.md',
    'run/timeout.md',
    'run/builds-on.md',
    'run/builds-on-failure.md',
    'export/shell-state.md',
    'export/set-e.md',
    'export/folders.md',
    'export/jobs.md',
    'export/holds.md',
    'export/traps.md',
    'export/left-out.md',
    'export/left-behind.md',
    'export/unset.md',
    'export/stray.md',
    'export/long-running.md',
    'export/top.md',
    'export/after-a-job.md',
    'export/waits.md',
    'export/trace.md',
  ])('with %s', async (name, { expect }) => {
    const { engine, script, stdout, stderr } = await runBoth(name);
    expect(script, `${stdout}\n${stderr}`).toEqual(engine);
  });
});

describe('a required runbook', () => {
  it('is left out by a script when its result is there', async () => {
    const there = (mark: string) =>
      writeFile(join(mark, 'middle'), '').then(() => writeFile(join(mark, 'bottom'), 'bottom\n'));
    const { engine, script, stdout } = await runBoth('export/top.md', there);
    expect(script, stdout).toEqual(engine);
    expect(stdout).toContain('- export/bottom.md  skipped: its result is already there');
    expect(stdout).toContain('- export/middle.md  skipped: its result is already there');
  });

  it('is left out by a script when nobody needs it who will run', async () => {
    const { engine, script, stdout } = await runBoth('export/top.md', async (mark) => {
      await writeFile(join(mark, 'middle'), '');
      await writeFile(join(mark, 'bottom.txt'), '');
    });
    expect(script, stdout).toEqual(engine);
    expect(stdout).toContain('- export/bottom.md  skipped: the runbook that requires it is ready without it');
  });

  it('is cleaned up in its own state, after the one that requires it', async () => {
    await using mark = await markFolder();
    await runScript('export/top.md', { env: { MARK: mark.path } });
    expect(await readFile(join(mark.path, 'order'), 'utf8')).toBe('top\nmiddle\nyes bottom\n');
  });
});
