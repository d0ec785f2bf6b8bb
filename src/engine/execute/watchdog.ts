import { randomBytes } from 'node:crypto';
import { Socket } from 'node:net';
import { isAbsolute } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { watchdogScript } from './watchdog-script.ts';

/**
 * A small process beside this one that cleans up after it, even after kill -9: it holds the other end of a pipe
 * that closes when we are gone. One for the whole program; the first use starts it.
 */
type Watchdog = {
  /** Begins every process tag of this program. */
  readonly tag: string;
  /** Ends a process and its descendants when we are gone. */
  root(pid: number): void;
  /** Removes a folder when we are gone; the result takes that back. */
  folder(path: string): () => void;
  /** Ends, now, the processes with this tag and the descendants of `pid`. */
  sweep(tag: string, pid: number): Promise<void>;
};

let running: Watchdog | undefined;

/** The watchdog of this program. */
export function startWatchdog(): Watchdog {
  running ??= spawnWatchdog();
  return running;
}

/**
 * Has a folder removed when this program is gone, however it ends: for folders with secrets, sockets or pipes.
 * @returns A function that lets the folder stay; call it after removing the folder oneself.
 */
export function guardFolder(path: string): () => void {
  return startWatchdog().folder(path);
}

function spawnWatchdog(): Watchdog {
  // Node gives its children only 0, 1 and 2, so nobody else holds the writing end of stdin. `cleanup: false`, as it
  // must outlive us; no tag in its own environment, or it would end itself.
  const child = execa('/bin/sh', ['-c', watchdogScript], {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'ignore',
    buffer: false,
    cleanup: false,
    detached: true,
    reject: false,
    env: { RUNBOOK_TAG: undefined },
  });
  child.nodeChildProcess.unref();
  const input = child.stdin;
  const answers = child.stdout;
  // It can be killed like any process; then nothing guards us, but nothing else breaks.
  input.on('error', () => {});
  for (const pipe of [input, answers]) if (pipe instanceof Socket) pipe.unref();
  const say = (line: string) => void input.write(`${line}\n`);
  const tag = `${randomBytes(9).toString('hex')}.`;
  say(`tag ${tag}`);
  const waiting = new Map<string, () => void>();
  createInterface({ input: answers })
    .on('line', (line) => waiting.get(line)?.())
    .on('close', () => {
      for (const resolve of waiting.values()) resolve();
    });
  return {
    tag,
    root: (pid) => say(`root ${pid}`),
    folder: (path) => guard(path, say),
    sweep: async (swept, pid) => {
      if (answers.destroyed || answers.readableEnded) return;
      const answer = `swept ${swept}`;
      if (answers instanceof Socket) answers.ref();
      await new Promise<void>((resolve) => {
        waiting.set(answer, resolve);
        say(`sweep ${swept} ${pid}`);
      });
      waiting.delete(answer);
      if (answers instanceof Socket && waiting.size === 0) answers.unref();
    },
  };
}

function guard(path: string, say: (line: string) => void): () => void {
  if (!isAbsolute(path) || path.includes('\n')) throw new Error(`Can't guard the folder ${path}`);
  say(`folder ${path}`);
  return () => say(`keep ${path}`);
}
