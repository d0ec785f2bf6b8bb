import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inFolder, scriptOf, shell } from './run-script.ts';

let mark = '';
beforeEach(async () => {
  mark = await mkdtemp(join(tmpdir(), 'runbook-test-'));
});
afterEach(() => rm(mark, { recursive: true, force: true }));

type Interrupted = { readonly code: number | null; readonly printed: string; readonly tag: string };

/** Runs the script in a process group of its own, as a terminal does, and does something when its statement waits. */
function interrupt(act: (child: ChildProcess) => void): Promise<Interrupted> {
  return inFolder(scriptOf('export/interrupted.md'), async (file) => {
    const env = { ...process.env, MARK: mark, TMPDIR: mark };
    const child = spawn(shell, [file], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let tag = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        const found = /^waiting in (\S+)$/m.exec(printed)?.[1];
        if (found === undefined || tag !== '') return;
        tag = found;
        void settled(() => processesOf(found).some(isWaiting)).then(() => act(child));
      });
    }
    const [code] = (await once(child, 'exit')) as [number | null];
    return { code, printed, tag };
  });
}

/** Processes that the script has started, or that these have. */
function processesOf(tag: string): readonly string[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.filter((pid) => factOf(pid, 'environ').includes(`RUNBOOK_TAG=${tag}\0`));
}

/** Whether it is the command that is to be interrupted: bash loses a signal that comes while it begins one. */
const isWaiting = (pid: string): boolean => factOf(pid, 'cmdline') === 'sleep\u0000302\0';

function factOf(pid: string, fact: 'environ' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${fact}`, 'utf8');
  } catch {
    return '';
  }
}

async function settled(is: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < 100 && !is(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  return is();
}

describe.runIf(process.platform === 'linux')('a script that is interrupted', () => {
  it('cleans up, leaves no process and no file behind, and exits 130', async () => {
    const { code, printed, tag } = await interrupt(({ pid = 0 }) => process.kill(-pid, 'SIGINT'));
    expect(printed).toContain('✗ export/interrupted.md:9  interrupted');
    expect(await readFile(join(mark, 'state'), 'utf8')).toBe('state kept\n');
    expect(code).toBe(130);
    expect(processesOf(tag)).toEqual([]);
    expect(readdirSync(mark)).toEqual(['state']);
  });

  it('and killed at that, leaves no process and no file behind either', async () => {
    const { tag } = await interrupt(({ pid = 0 }) => process.kill(pid, 'SIGKILL'));
    expect(await settled(() => processesOf(tag).length === 0 && readdirSync(mark).length === 0)).toBe(true);
  });
});
