import { type ChildProcess, spawn } from 'node:child_process';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bin } from '../helpers/build.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
  const page = `# A page

\`\`\`bash
echo started
sleep 777
\`\`\`

\`\`\`bash cleanup
until [ -e go ]; do sleep 0.05; done
touch cleaned
\`\`\`
`;
  await writeFile(join(folder, 'page.md'), page);
});
afterEach(() => rm(folder, { recursive: true }));

type Started = { readonly child: ChildProcess; readonly printed: () => string };

/** Starts the page and waits until its command runs. */
async function start(): Promise<Started> {
  const child = spawn(process.execPath, [bin, 'exec', 'page.md', '--reporter', 'ndjson'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout?.on('data', (more: Buffer) => {
    text += more.toString();
  });
  const printed = () => text;
  await expect.poll(printed).toContain('"text":"started');
  return { child, printed };
}

const cleanupBegins = /"type":"statement-started","statement":"a-page\/2/;

/** Lets the cleanup end. */
const letGo = (): Promise<void> => writeFile(join(folder, 'go'), '');

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (code) => resolve(code)));

const cleaned = (): Promise<boolean> =>
  access(join(folder, 'cleaned')).then(
    () => true,
    () => false,
  );

/** Signals and whether cleanup runs. The first is heard before the others come, between which a moment lies. */
const table: readonly (readonly [signals: readonly NodeJS.Signals[], cleans: boolean, meaning: string])[] = [
  [['SIGINT'], true, 'an interruption'],
  [['SIGHUP', 'SIGHUP', 'SIGHUP'], true, 'the terminal has gone: kernel and shell say so'],
  [['SIGHUP', 'SIGTERM'], true, 'the system ends the session'],
  [['SIGTERM', 'SIGHUP'], true, 'the system ends the session'],
  [['SIGINT', 'SIGHUP'], true, 'Ctrl-C, then the window is closed'],
  [['SIGINT', 'SIGINT'], false, 'a second Ctrl-C'],
  [['SIGTERM', 'SIGTERM'], false, 'a second interruption'],
  [['SIGHUP', 'SIGTERM', 'SIGTERM'], false, 'a second interruption, after the session has ended'],
];

describe('signals', () => {
  it.for(table)('%j: cleanup runs %s (%s)', async ([signals, cleans]) => {
    const { child, printed } = await start();
    const end = ended(child);
    const [first, ...others] = signals;
    child.kill(first);
    await expect.poll(printed).toMatch(cleanupBegins);
    for (const signal of others) {
      child.kill(signal);
      await delay(100);
    }
    if (cleans) await letGo();
    // Two signals of a kind are one to a process that had no time between them.
    else while (child.kill(others.at(-1))) await delay(100);
    expect(await end).toBe(130);
    expect(await cleaned()).toBe(cleans);
  });

  it('and a reader that is gone are one interruption', async () => {
    const { child } = await start();
    const end = ended(child);
    child.stdout?.destroy();
    child.kill('SIGHUP');
    await letGo();
    expect(await end).toBe(130);
    expect(await cleaned()).toBe(true);
  });
});
