import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runs } from '../helpers/budget.ts';
import { patienceMs } from '../helpers/patience.ts';
import { processesWith, untilGone } from '../helpers/processes.ts';
import { copyLabs } from './copy-labs.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** The moments are others each time. */
const kills = runs(2, 150);
const killsWhileClosing = runs(2, 50);

/** The three labs take longer than this, so that every moment is one in which something is going on. */
const longestMs = 4000;

/** A local port for the labs. */
const port = 18_200;

// The marks of a process are its environment (all descendants inherit it), what it sleeps for where that was cleared, and
// its temporary files.
describe.skipIf(process.platform !== 'linux')('a run that is ended at a random moment', () => {
  it(`leaves nothing after SIGKILL, ${kills} times`, { timeout: kills * patienceMs }, async () => {
    for (let kill = 1; kill <= kills; kill++) {
      const afterMs = Math.random() * longestMs;
      const { left } = await endLabs(afterMs, 'SIGKILL');
      expect(left, `killed after ${afterMs.toFixed(0)} ms`).toEqual(nothing);
    }
  });

  it(`leaves nothing after SIGKILL while it closes, ${killsWhileClosing} times`, {
    timeout: killsWhileClosing * patienceMs,
  }, async () => {
    for (let kill = 1; kill <= killsWhileClosing; kill++) {
      const afterMs = Math.random() * longestClosingMs;
      const { left } = await endClosing(afterMs);
      expect(left, `killed ${afterMs.toFixed(0)} ms into closing`).toEqual(nothing);
    }
  });

  it(`ends by itself after SIGINT and leaves nothing, ${kills} times`, {
    timeout: kills * patienceMs,
  }, async () => {
    for (let kill = 1; kill <= kills; kill++) {
      const afterMs = Math.random() * longestMs;
      const { code, left } = await endLabs(afterMs, 'SIGINT');
      const when = `interrupted after ${afterMs.toFixed(0)} ms`;
      expect(code, when).toBe(130);
      expect(left, when).toEqual(nothing);
    }
  });
});

const nothing = { processes: [], files: [] };

/** How long the end of `closingPage` takes about, since a job of it ignores SIGTERM. */
const longestClosingMs = 1500;

/** A page with jobs of all sorts, at whose end there is something to do. `nap` is what they sleep. */
const closingPage = (nap: string): string => `---
clusters: { CLUSTER1: kind-a }
---

# A page that takes long to close

\`\`\`bash
kubectl --context $CLUSTER1 get pods -A -w >pods.log &
(trap '' TERM; while :; do sleep ${nap}; done) &
nohup setsid sleep ${nap} >/dev/null 2>&1 &
env -i setsid sh -c '(sleep ${nap} </dev/null >/dev/null 2>&1 &) ; exit 0'
kubectl --context $CLUSTER1 get namespace default -o name
# expect: namespace/default
\`\`\`
`;

type Ended = {
  readonly code: number | null;
  readonly left: { readonly processes: readonly string[]; readonly files: readonly string[] };
};

/** Runs the labs, and sends a signal after this time. */
async function endLabs(ms: number, signal: 'SIGKILL' | 'SIGINT'): Promise<Ended> {
  const labs = await mkdtemp(join(tmpdir(), 'runbook-labs-'));
  await copyLabs(labs, port);
  const pages = ['lab1', 'lab2', 'lab3'].map((name) => join(labs, `${name}.md`));
  try {
    return await end(pages, signal, () => pause(ms));
  } finally {
    await rm(labs, { recursive: true, force: true });
  }
}

let naps = 0;

/** Runs a page, and kills the program this time after its last step. */
async function endClosing(ms: number): Promise<Ended> {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-labs-'));
  const page = join(folder, 'page.md');
  const nap = `5${process.pid}.${++naps}5`;
  await writeFile(page, closingPage(nap));
  try {
    return await end(
      [page],
      'SIGKILL',
      async (child) => {
        let printed = '';
        await new Promise<void>((resolve) =>
          child.stdout?.on('data', (text: Buffer) => {
            printed += text.toString();
            if (printed.includes('"type":"step-finished"')) resolve();
          }),
        );
        await pause(ms);
      },
      nap,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs pages, sends the program a signal at a moment, and looks what is left. */
async function end(
  pages: readonly string[],
  signal: 'SIGKILL' | 'SIGINT',
  moment: (child: ChildProcess) => Promise<void>,
  nap?: string,
): Promise<Ended> {
  const mark = `RUNBOOK_KILL_TEST=${randomUUID()}`;
  const [name = '', value = ''] = mark.split('=');
  const temporary = await mkdtemp(join(tmpdir(), 'runbook-kill-'));
  const argv = [join(repository, 'dist/runbook.mjs'), 'exec', ...pages, '--reporter', 'ndjson'];
  const child = spawn(process.execPath, argv, {
    cwd: repository,
    env: { ...process.env, [name]: value, TMPDIR: temporary, KUBECONFIG: join(temporary, 'none') },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.resume();
  // In the first moments nobody listens for the signal yet, and it ends the process as it would any other.
  const gone = new Promise<number | null>((resolve) =>
    child.once('exit', (code, by) => resolve(by === 'SIGINT' ? 130 : code)),
  );
  await moment(child);
  child.kill(signal);
  const code = await Promise.race([gone, pause(patienceMs, undefined, { ref: false })]);
  child.kill('SIGKILL');
  try {
    const left = await untilGone(async () => ({
      processes: [
        ...(await processesWith(mark)),
        ...(nap === undefined ? [] : await processesWith(`sleep\0${nap}`, 'cmdline')),
      ],
      files: await readdir(temporary),
    }));
    return { code: code ?? null, left };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
