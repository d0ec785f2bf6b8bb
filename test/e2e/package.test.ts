import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../helpers/build.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const env = {
  ...process.env,
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  KUBECONFIG: '/nonexistent/kubeconfig',
  NO_COLOR: '1',
};

let folder = '';
let tarball = '';
let installed = '';
/** What a program prints, on both streams. */
const run = (cwd: string, file: string, ...args: readonly string[]) =>
  execFileSync('bash', ['-c', '"$0" "$@" 2>&1', file, ...args], { cwd, env, encoding: 'utf8' });
const runbook = (...args: readonly string[]) =>
  run(folder, 'npx', '--no-install', '--offline', '--', 'runbook', ...args);

beforeAll(async () => {
  await build();
  folder = await mkdtemp(join(tmpdir(), 'runbook-package-'));
  tarball = run(root, process.execPath, '.ci/pack.ts', folder).trim();
  await mkdir(join(folder, 'project'));
  folder = join(folder, 'project');
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  // A cache of its own, so that nothing comes from the network, nor from what this machine has fetched before.
  const offline = ['--offline', '--cache', join(folder, '../cache'), '--no-audit', '--no-fund'];
  installed = run(folder, 'npm', 'install', ...offline, '--save-dev', tarball);
});
afterAll(() => rm(dirname(folder), { recursive: true, force: true }));

describe('the package as it is published', () => {
  it('is one package, which installs without a network, a script or a warning', () => {
    expect(installed).toBe(
      '\nadded 1 package in NNN\n'.replace('NNN', /in (\S+)/.exec(installed)?.[1] ?? ''),
    );
    expect(readdirSync(join(folder, 'node_modules')).toSorted()).toEqual([
      '.bin',
      '.package-lock.json',
      'runbook',
    ]);
    const { packages } = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
    expect(Object.keys(packages)).toEqual(['node_modules/runbook']);
    expect(packages['node_modules/runbook'].hasInstallScript).toBeUndefined();
    const manifest = JSON.parse(readFileSync(join(folder, 'node_modules/runbook/package.json'), 'utf8'));
    expect(Object.keys(manifest)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:scripts|(?:dev|optionalD|d)ependencies)$/i)]),
    );
  });

  it('imports no package but vitest, for who uses that', () => {
    const dist = join(folder, 'node_modules/runbook/dist');
    const imports = globSync('*.{mjs,mts}', { cwd: dist }).flatMap((file) =>
      importsOf(readFileSync(join(dist, file), 'utf8')).map((from) => ({ file, from })),
    );
    expect(imports.length).toBeGreaterThan(100);
    // Texts of messages look like imports too: what counts is what there would be to import.
    const isPackage = (name: string) =>
      !/^(?:\.|vitest\b)/.test(name) && existsSync(join(root, 'node_modules', name));
    expect(imports.filter(({ from }) => isPackage(from))).toEqual([]);
  });

  it('names every package that is bundled, with its licence', () => {
    const notices = readFileSync(join(folder, 'node_modules/runbook/dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['commander', 'yaml', '@kubernetes/client-node', 'ink', 'unbash'])
      expect(notices).toMatch(new RegExp(`^${name} \\d[\\d.]+ \\((?:MIT|ISC|Apache-2\\.0)\\)\\n\\n\\S`, 'm'));
    expect(notices).not.toContain('(undefined)');
  });

  it('is as small as the README says', async () => {
    const said = /(\d+(?:\.\d+)?) MB packed, (\d+(?:\.\d+)?) MB on disk/.exec(
      await readFile(join(root, 'README.md'), 'utf8'),
    );
    const files = globSync('**/*', { cwd: join(folder, 'node_modules/runbook') });
    const unpacked = files
      .map((file) => statSync(join(folder, 'node_modules/runbook', file)))
      .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0);
    for (const [shown, bytes] of [
      [said?.[1], statSync(tarball).size],
      [said?.[2], unpacked],
    ] as const)
      expect(Math.abs(Number(shown) * 1e6 - bytes) / bytes).toBeLessThan(0.15);
  });

  it('says its version, and runs a first page', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(runbook('--version')).toBe(`${version}\n`);
    expect(runbook('init', '--yes')).toContain('wrote runbooks/hello.md\n');
    expect(runbook('exec', 'hello.md')).toMatch(/\npassed .* checks, all met/);
  });

  it('has the labs, which are found from anywhere', async () => {
    const elsewhere = await mkdtemp(join(folder, 'elsewhere-'));
    const bin = join(folder, 'node_modules/runbook/dist/runbook.mjs');
    const printed = run(elsewhere, process.execPath, bin, 'exec', 'labs/lab0.md', '--only', 'deploy');
    expect(printed).toMatch(/\npassed on the sandbox \(simulated\)/);
  });

  it('keeps nothing in itself', () => {
    const refused = run(
      folder,
      'bash',
      '-c',
      'npx --no-install --offline -- runbook exec labs/lab0.md --record; echo $?',
    );
    expect(refused).toContain('`--record` would write into the installed package');
    expect(refused).toMatch(/\n2\n$/);
  });

  it('has types that need no other package', async () => {
    await writeFile(join(folder, 'uses.mts'), program);
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          module: 'nodenext',
          target: 'es2024',
          strict: true,
          noEmit: true,
          skipLibCheck: false,
          types: ['node'],
          typeRoots: [join(root, 'node_modules/@types')],
        },
        files: ['uses.mts'],
      }),
    );
    expect(run(folder, process.execPath, join(root, 'node_modules/typescript/bin/tsc'), '-p', folder)).toBe(
      '',
    );
  });
});

/** What a program of somebody's own may do with what is public. */
const program = `
import { loadRunbook, runbook as run, type RunEvent, type Runbook } from 'runbook';
import { manifestFiles, remarkRunbook, type RunbookData } from 'runbook/remark';
const { runbook, diagnostics } = loadRunbook('hello.md');
const names: readonly string[] = manifestFiles(runbook).map(({ name }) => name);
const steps = (from: Runbook): readonly string[] => from.steps.map(({ title }) => title);
const kindOf = (event: RunEvent): string => event.type;
const data: RunbookData = { slug: 'hello', runbook, standings: [], drift: diagnostics };
for await (const event of run('hello.md', { target: 'sandbox' })) console.log(kindOf(event));
console.log(names, steps(data.runbook), remarkRunbook);
`;

/** What is imported, statically or not, in code that may be minified. */
function importsOf(text: string): readonly string[] {
  const found = text.matchAll(/\b(?:from\s*|import\s*\(?\s*)(["'`])([\w@./:-]+)\1/g);
  return [...found].map(([, , from = '']) => from);
}
