import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { ownerText, thisOwner } from '../../../../src/engine/execute/owner.ts';
import { birthOf, listProcesses, type ProcessInfo } from '../../../../src/engine/execute/process-tree.ts';
import { watchDescendants } from '../../../../src/engine/execute/watch-descendants.ts';
import { watchdogScript } from '../../../../src/engine/execute/watchdog-script.ts';
import { processesWith } from '../../../helpers/processes.ts';
import { livingProcesses } from './living-processes.ts';

const runner = resolve(import.meta.dirname, '../../../fixtures/execute/killed-runner/runner.ts');
let runners = 0;

/** A program with a session and all sorts of processes in it, and where its temporary files are. */
type Running = {
  readonly program: ChildProcess;
  readonly folder: string;
  /** Numbers of those of its processes that its watchdog knows from the last look around. */
  readonly seen: () => readonly string[];
  /** Its processes and its folders that are there. */
  readonly left: () => { readonly processes: readonly string[]; readonly folders: readonly string[] };
};

const nothing = { processes: [], folders: [] };

async function start(folder = temporaryFolder()): Promise<Running> {
  const marker = `7${process.pid}.1${++runners}5`;
  const program = spawn(process.execPath, [runner, marker], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: folder },
  });
  const said: string[] = [];
  createInterface({ input: program.stdout }).on('line', (line) => said.push(line));
  await expect.poll(() => said).toContain('ready');
  const sleeping = () => livingProcesses(`sleep ${marker}`).length;
  await expect.poll(sleeping).toBeGreaterThanOrEqual(8);
  return {
    program,
    folder,
    seen: () => said.findLast((line) => line.startsWith('seen '))?.match(/\d+(?=:)/g) ?? [],
    left: () => ({ processes: livingProcesses(marker), folders: readdirSync(folder) }),
  };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** The watchdog and the bash that a program has started. */
async function childrenOf({ program }: Running): Promise<{ watchdog: ProcessInfo; bash: ProcessInfo }> {
  const children = (await listProcesses()).filter(({ parent }) => parent === program.pid);
  const [watchdog, bash] = ['sh', 'bash'].map((name) => children.find((child) => child.name === name));
  if (watchdog === undefined || bash === undefined) throw new Error('It has no watchdog or no bash.');
  return { watchdog, bash };
}

/** What a function of the watchdog's script prints. */
function callInScript(name: string, argument: string): string {
  const [functions = ''] = watchdogScript.split('hear <<END');
  return execFileSync('sh', ['-c', `${functions}\n${name} "$1"`, 'sh', argument], { encoding: 'utf8' });
}

function kill(...pids: readonly (number | undefined)[]): void {
  for (const pid of pids) if (pid !== undefined) process.kill(pid, 'SIGKILL');
}

it('leaves no process, pipe or folder after kill -9 of the program', async () => {
  const running = await start();
  expect(readdirSync(running.folder)).toHaveLength(2);
  kill(running.program.pid);
  await expect.poll(running.left).toEqual(nothing);
});

it.for([0, 400])('leaves nothing when the program is killed %d ms into closing', async (ms) => {
  const running = await start();
  running.program.stdin?.write('close\n');
  await delay(ms);
  kill(running.program.pid);
  await expect.poll(running.left).toEqual(nothing);
});

it('leaves nothing when program and bash are killed together', async () => {
  const running = await start();
  const { bash } = await childrenOf(running);
  // What has cleared its environment and left the session is known from a look around, every other second.
  const unseen = () => {
    const seen = running.seen();
    return running
      .left()
      .processes.map((line) => line.trim().split(' ')[0] ?? '')
      .filter((pid) => !seen.includes(pid));
  };
  await expect.poll(unseen).toEqual([String(running.program.pid)]);
  kill(bash.pid, running.program.pid);
  await expect.poll(running.left).toEqual(nothing);
});

it('another watchdog takes the place of one that was killed', async () => {
  const running = await start();
  const { watchdog } = await childrenOf(running);
  kill(watchdog.pid);
  const successor = async () => (await childrenOf(running)).watchdog.pid;
  await expect.poll(() => successor().catch(() => watchdog.pid)).not.toBe(watchdog.pid);
  kill(running.program.pid);
  await expect.poll(running.left).toEqual(nothing);
});

it('what a run left whose watchdog was killed too goes with the next run in the same place', async () => {
  const running = await start();
  const { watchdog, bash } = await childrenOf(running);
  kill(running.program.pid, watchdog.pid, bash.pid);
  await once(running.program, 'exit');
  const left = readdirSync(running.folder);
  expect(left).toHaveLength(2);
  const next = await start(running.folder);
  const folders = () => readdirSync(running.folder).filter((name) => left.includes(name));
  await expect.poll(folders).toEqual([]);
  const [owner] = left.map((name) => name.replaceAll(/^runbook-|-[0-9a-f]{8}$/g, ''));
  expect(await processesWith(`RUNBOOK_TAG=${owner}.`)).toEqual([]);
  expect(next.left().folders).toHaveLength(2);
  kill(next.program.pid);
  await expect.poll(next.left).toEqual(nothing);
  // Without an environment, and with nobody left who knew them: nothing tells whose they are.
  for (const line of running.left().processes) kill(Number.parseInt(line, 10));
});

it('leaves folders alone that are not those of a dead run of this user', async () => {
  const folder = temporaryFolder();
  const dead = { ...thisOwner(), birth: 1 };
  const kept = [
    `runbook-${ownerText(thisOwner())}-00000001`,
    `runbook-${ownerText({ ...dead, place: 'zzzzzz' })}-00000002`,
    `runbook-${ownerText(dead)}-mine`,
    'runbook-notes',
  ];
  for (const name of kept) mkdirSync(join(folder, name));
  const link = `runbook-${ownerText(dead)}-00000003`;
  symlinkSync('runbook-notes', join(folder, link));
  writeFileSync(join(folder, `runbook-${ownerText(dead)}-00000004`), 'a file');
  const gone = `runbook-${ownerText(dead)}-00000005`;
  mkdirSync(join(folder, gone));
  writeFileSync(join(folder, 'runbook-notes', 'note'), 'of a person');
  symlinkSync('../runbook-notes', join(folder, gone, 'notes'));
  const running = await start(folder);
  await expect.poll(() => readdirSync(folder).includes(gone)).toBe(false);
  kill(running.program.pid);
  const there = [...kept, link, `runbook-${ownerText(dead)}-00000004`].toSorted();
  await expect.poll(running.left).toEqual({ processes: [], folders: there });
  expect(readdirSync(join(folder, 'runbook-notes'))).toEqual(['note']);
});

it('never takes for its own what it comes from itself, whatever it is told', () => {
  const birth = (pid: number) => `${pid}:${birthOf(pid)}`;
  const told = [birth(1), birth(process.pid), birth(process.ppid), '0:0', '1'].join(' ');
  const pids = callInScript('living', told)
    .split('\n')
    .map((line) => Number(line.split(':')[0]));
  expect(pids).not.toContain(1);
  expect(pids).not.toContain(process.pid);
  expect(pids).not.toContain(process.ppid);
});

it('takes no process for its own as long as it knows no tag', () => {
  const nap = spawn('sleep', ['60'], { env: { RUNBOOK_TAG: 'of another run' }, stdio: 'ignore' });
  onTestFinished(() => void nap.kill('SIGKILL'));
  expect(callInScript('tagged', 'of another run').trim()).toBe(String(nap.pid));
  expect(callInScript('tagged', '')).toBe('');
});

it('tells of no descendants before there is a shell', async () => {
  const seen: (readonly string[])[] = [];
  for (const shell of [undefined, 0, 1]) {
    const watch = watchDescendants(
      () => shell,
      (processes) => seen.push(processes),
    );
    await watch.look();
    watch.stop();
  }
  expect(seen).toEqual([]);
});

it('tells processes by ps where there is no /proc', async () => {
  const nap = `sleep 4${process.pid}.5`;
  const shell = spawn('sh', ['-c', `${nap}; ${nap}`], { detached: true, stdio: 'ignore' });
  const stranger = spawn('sh', ['-c', `${nap}; ${nap}`], { detached: true, stdio: 'ignore' });
  onTestFinished(() => void stranger.kill('SIGKILL'));
  await expect.poll(() => livingProcesses(nap).length).toBe(4);
  const script = watchdogScript.replaceAll('/proc/self', '/not-there').replace('ps -AwwE', 'ps -A ww e');
  const env = { ...process.env, OWN_TAG: 'none.', TOLD: '' };
  const watchdog = spawn('sh', ['-c', script], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const born = ({ pid }: ChildProcess): string => {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC0' };
    const told = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { env, encoding: 'utf8' });
    return told.trim().replaceAll(/\s+/g, '_');
  };
  // The number of a process that was started at another time is that of a stranger.
  watchdog.stdin.end(
    `root none.1. ${shell.pid}:${born(shell)}\nroot none.2. ${stranger.pid}:Thu_Jan_1_00:00:00_1970\n`,
  );
  await expect.poll(() => livingProcesses(nap).length).toBe(2);
  await once(watchdog, 'exit');
  expect(livingProcesses(nap).length).toBe(2);
  for (const line of livingProcesses(nap)) kill(Number.parseInt(line, 10));
});
