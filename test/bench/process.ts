import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One finished process: wall time, the peak of its own resident memory (Linux only) and what it printed. */
export type Run = {
  readonly ms: number;
  readonly peakMb: number;
  readonly code: number | null;
  readonly stdout: string;
};

export type RunOptions = { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> };

/** Runs a command to its end. @throws when it exits with something else than `expectedCode` */
export function runProcess(
  argv: readonly string[],
  options: RunOptions = {},
  expectedCode = 0,
): Promise<Run> {
  const [command = '', ...args] = argv;
  const started = performance.now();
  const child = spawn(command, args, {
    ...(options.cwd ? { cwd: options.cwd } : {}),
    env: { ...process.env, LC_ALL: 'C.UTF-8', NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  let peakMb = 0;
  const sampler = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    peakMb = Math.max(peakMb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }, 25);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(sampler);
      const ms = performance.now() - started;
      const text = Buffer.concat(stdout).toString();
      if (code === expectedCode) resolve({ ms, peakMb, code, stdout: text });
      else
        reject(
          new Error(`${argv.join(' ')} exited with ${code}\n${text}${Buffer.concat(stderr)}`.slice(0, 4000)),
        );
    });
  });
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** Median wall time in ms of each command, the commands taken in turn so that a slow moment hits all of them. */
export async function inTurn<K extends string>(
  commands: Readonly<Record<K, () => Promise<Run>>>,
  rounds: number,
): Promise<Record<K, number>> {
  const names = Object.keys(commands) as K[];
  const times = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const { ms } = await commands[name]();
      if (round > 0) times.get(name)?.push(ms);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<K, number>;
}

/** Calls `use` with a private folder, which is gone afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-bench-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
