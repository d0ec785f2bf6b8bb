import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../helpers/build.ts';
import type { CliResult } from '../helpers/run-cli.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** A folder of somebody's project, gone with `await using`. */
type Project = AsyncDisposable & { readonly folder: string };

/**
 * A project with the pages of a fixture under `runbooks/`, and this package among its dependencies as it is built.
 * @param options What the plugin is called with, as source text.
 */
export async function vitestProject(fixture: string, options = ''): Promise<Project> {
  await build();
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'runbook-vitest-')));
  await cp(join(repository, 'test/fixtures/vitest', fixture), join(folder, 'runbooks'), { recursive: true });
  await mkdir(join(folder, 'node_modules'));
  await symlink(join(repository, 'node_modules/vitest'), join(folder, 'node_modules/vitest'));
  await symlink(repository, join(folder, 'node_modules/runbook'));
  const config = [
    "import { runbook } from 'runbook/vitest';",
    "import { defineConfig } from 'vitest/config';",
    `export default defineConfig({ plugins: [runbook(${options})] });`,
  ];
  await writeFile(join(folder, 'vitest.config.mjs'), config.join('\n'));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

type RunOptions = {
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process as soon as it runs, and with everything it has printed whenever it prints. */
  readonly onOutput?: (printed: string, child: ChildProcess) => void;
};

/** Variables by which a runner tells that it is the one that runs us, or where. */
const ofRunners = /^(?:VITEST.*|TEST|NODE_ENV|DEV|PROD|SSR|MODE|BASE_URL|CI|GITHUB_.*)$/;

/** Runs vitest in a project as a person would, without colours and without their clusters. */
export function runVitest(
  project: Project,
  args: readonly string[],
  options: RunOptions = {},
): Promise<CliResult> {
  return runModule(project, ['node_modules/vitest/vitest.mjs', ...args], options);
}

/** Runs a module of a project in the same world, for what can't be had from the command line. */
export function runModule(
  { folder }: Project,
  args: readonly string[],
  { env, onOutput }: RunOptions = {},
): Promise<CliResult> {
  const own = Object.entries(process.env).filter(([name]) => !ofRunners.test(name));
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...Object.fromEntries(own), NO_COLOR: '1', KUBECONFIG: '/nonexistent/kubeconfig', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      printed[stream] += text;
      onOutput?.(printed.stdout + printed.stderr, child);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...printed }));
  });
}
