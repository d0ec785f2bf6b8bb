import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { patienceMs } from './patience.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const lock = join(root, 'node_modules/.runbook-build');

/** The program as it is installed. */
export const bin = join(root, 'dist/runbook.mjs');

/** Before the end-to-end tests: they run the command as it is installed. */
export const setup = (): Promise<void> => build();

let built: Promise<void> | undefined;

/** Builds the program when it is missing or older than its source; test files that run at once build it once. */
export function build(): Promise<void> {
  built ??= buildIfOld();
  return built;
}

async function buildIfOld(): Promise<void> {
  while (!takeLock()) await sleep(100);
  try {
    if (newest(['dist/runbook.mjs']) > newest(['src/**/*.ts', 'package.json', 'tsdown.config.ts'])) return;
    execFileSync(process.execPath, [join(root, 'node_modules/tsdown/dist/run.mjs')], {
      cwd: root,
      stdio: 'ignore',
    });
  } finally {
    rmdirSync(lock);
  }
}

/** A lock that its owner can't have held this long is a dead one's. */
const deadAfterMs = 3 * patienceMs;

function takeLock(): boolean {
  const held = statSync(lock, { throwIfNoEntry: false });
  if (held !== undefined && Date.now() - held.mtimeMs > deadAfterMs) rmdirSync(lock);
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

function newest(patterns: readonly string[]): number {
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: root }));
  return Math.max(0, ...files.map((file) => statSync(join(root, file)).mtimeMs));
}
