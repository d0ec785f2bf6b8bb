import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runs } from '../helpers/budget.ts';
import { processesWith, untilGone } from '../helpers/processes.ts';
import { copyLabs } from './copy-labs.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** The moments are others each time. */
const kills = runs(4, 200);

/** The three labs take longer than this, so that every moment is one in which something is going on. */
const longestMs = 4000;

/** A local port for the labs. */
const port = 18_200;

/** How long the watchdog may take to end what is left. */
const graceMs = 10_000;

// The marks of a process are its environment (all descendants inherit it) and its temporary files.
describe.skipIf(process.platform !== 'linux')('a run that is ended at a random moment', () => {
  it(`leaves nothing after SIGKILL, ${kills} times`, { timeout: kills * 30_000 }, async () => {
    for (let kill = 1; kill <= kills; kill++) {
      const afterMs = Math.random() * longestMs;
      const { left } = await endAfter(afterMs, 'SIGKILL');
      expect(left, `killed after ${afterMs.toFixed(0)} ms`).toEqual({ processes: [], files: [] });
    }
  });

  it(`ends by itself after SIGINT and leaves nothing, ${kills} times`, {
    timeout: kills * 30_000,
  }, async () => {
    for (let kill = 1; kill <= kills; kill++) {
      const afterMs = Math.random() * longestMs;
      const { code, left } = await endAfter(afterMs, 'SIGINT');
      const when = `interrupted after ${afterMs.toFixed(0)} ms`;
      expect(code, when).toBe(130);
      expect(left, when).toEqual({ processes: [], files: [] });
    }
  });
});

type Ended = {
  readonly code: number | null;
  readonly left: { readonly processes: readonly string[]; readonly files: readonly string[] };
};

async function endAfter(ms: number, signal: 'SIGKILL' | 'SIGINT'): Promise<Ended> {
  const mark = `RUNBOOK_KILL_TEST=${randomUUID()}`;
  const temporary = await mkdtemp(join(tmpdir(), 'runbook-kill-'));
  const [name = '', value = ''] = mark.split('=');
  const labs = await mkdtemp(join(tmpdir(), 'runbook-labs-'));
  await copyLabs(labs, port);
  const pages = ['lab1', 'lab2', 'lab3'].map((name) => join(labs, `${name}.md`));
  const argv = [join(repository, 'dist/runbook.mjs'), 'exec', ...pages];
  const child = spawn(process.execPath, argv, {
    cwd: repository,
    env: { ...process.env, [name]: value, TMPDIR: temporary, KUBECONFIG: join(temporary, 'none') },
    stdio: 'ignore',
  });
  // In the first moments nobody listens for the signal yet, and it ends the process as it would any other.
  const gone = new Promise<number | null>((resolve) =>
    child.once('exit', (code, by) => resolve(by === 'SIGINT' ? 130 : code)),
  );
  await pause(ms);
  child.kill(signal);
  const code = await Promise.race([gone, pause(graceMs, undefined, { ref: false })]);
  child.kill('SIGKILL');
  try {
    const left = await untilGone(async () => ({
      processes: await processesWith(mark),
      files: await readdir(temporary),
    }));
    return { code: code ?? null, left };
  } finally {
    for (const folder of [temporary, labs]) await rm(folder, { recursive: true, force: true });
  }
}
