import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { askVersion } from './run-probe.ts';
import { sessionError } from './session-error.ts';

/**
 * The bash to run: the one named, else the newest `bash` on PATH. macOS ships 3.2 as /bin/bash, people install a
 * newer one beside it.
 */
export async function findShell(named: string | undefined, path: string): Promise<string> {
  if (process.platform === 'win32') {
    throw sessionError('bash needs a Unix system', 'Run runbook inside WSL2.');
  }
  if (named !== undefined) return findNamed(named, path);
  const found = findOnPath('bash', path);
  const [only, second] = found;
  if (only === undefined) throw sessionError('There is no `bash` on PATH', 'Install bash.');
  return second === undefined ? only : newest(found);
}

async function findNamed(named: string, path: string): Promise<string> {
  const file = named.includes('/') ? resolve(named) : findOnPath(named, path)[0];
  const version = file === undefined ? undefined : await versionOf(file);
  if (file === undefined || version === undefined) {
    throw sessionError(`\`${named}\` is not a bash`, 'Name a bash with `--shell`.');
  }
  return file;
}

/** Different files of that name, in the order of PATH. */
function findOnPath(name: string, path: string): readonly string[] {
  const files = new Map<string, string>();
  for (const folder of path.split(delimiter)) {
    const file = join(folder, name);
    const real = folder === '' ? undefined : realExecutable(file);
    if (real !== undefined && !files.has(real)) files.set(real, file);
  }
  return [...files.values()];
}

function realExecutable(file: string): string | undefined {
  try {
    accessSync(file, constants.X_OK);
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

async function newest(files: readonly string[]): Promise<string> {
  const versions = await Promise.all(files.map(async (file) => ({ file, version: await versionOf(file) })));
  const known = versions.flatMap(({ file, version }) => (version === undefined ? [] : [{ file, version }]));
  known.sort((a, b) => b.version - a.version);
  const best = known[0];
  if (best === undefined) throw sessionError('No `bash` on PATH starts', 'Install bash.');
  return best.file;
}

/** As one number, so that versions compare: 5.2 is 502. Undefined for anything that isn't bash. */
async function versionOf(file: string): Promise<number | undefined> {
  const script = 'echo "${BASH_VERSINFO[0]} ${BASH_VERSINFO[1]}"';
  const { stdout } = await askVersion(file, ['--noprofile', '--norc', '-c', script], {
    env: { BASH_ENV: undefined },
  });
  const [, major, minor] = /^(\d+) (\d+)$/.exec(stdout) ?? [];
  return major === undefined ? undefined : Number(major) * 100 + Number(minor);
}
