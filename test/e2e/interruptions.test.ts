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
sleep 1
touch cleaned
\`\`\`
`;
  await writeFile(join(folder, 'page.md'), page);
});
afterEach(() => rm(folder, { recursive: true }));

/** Starts the page and waits until its command runs. */
async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [bin, 'exec', 'page.md', '--reporter', 'ndjson'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  await new Promise<void>((resolve) =>
    child.stdout?.on('data', (text: Buffer) => {
      printed += text.toString();
      if (printed.includes('"text":"started')) resolve();
    }),
  );
  return child;
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (code) => resolve(code)));

const cleaned = (): Promise<boolean> =>
  access(join(folder, 'cleaned')).then(
    () => true,
    () => false,
  );

/** Signals and whether cleanup runs. A moment lies between them, so that each is heard by itself. */
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
    const child = await start();
    const end = ended(child);
    for (const signal of signals) {
      child.kill(signal);
      await delay(100);
    }
    expect(await end).toBe(130);
    expect(await cleaned()).toBe(cleans);
  });

  it('and a reader that is gone are one interruption', async () => {
    const child = await start();
    const end = ended(child);
    child.stdout?.destroy();
    child.kill('SIGHUP');
    expect(await end).toBe(130);
    expect(await cleaned()).toBe(true);
  });
});
