import { execFileSync } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from './bin.ts';
import { ms, type Row, times } from './measurement.ts';
import { median, runProcess, withFolder } from './process.ts';

const page = (clusters: string, commands: string): string =>
  `---\ntitle: Page\n${clusters}---\n\n## Step\n\n\`\`\`bash${commands}\n\`\`\`\n`;

const clusters = 'clusters: { EAST: kind-bench-east, WEST: kind-bench-west }\n';

/** What is compared: arguments, with the page that they name. */
const cases: Readonly<Record<string, { readonly args: readonly string[]; readonly text?: string }>> = {
  '--version': { args: ['--version'] },
  '--help': { args: ['--help'] },
  'a document without a statement': {
    args: ['exec', 'page.md'],
    text: page('', ' skip="measured without a statement"\ntrue'),
  },
  'one statement': { args: ['exec', 'page.md'], text: page('', '\ntrue') },
  '200 checked statements': {
    args: ['exec', 'page.md'],
    text: page('', Array.from({ length: 200 }, (_, n) => `\necho out ${n}\n# expect: out ${n}`).join('')),
  },
  'simulated clusters that nothing asks': {
    args: ['exec', 'page.md'],
    text: page(clusters, '\ncat /dev/null'),
  },
  'simulated clusters, each asked once': {
    args: ['exec', 'page.md'],
    text: page(clusters, '\nkubectl --context $EAST get ns\nkubectl --context $WEST get ns'),
  },
};

/** Seconds of the processor, of a program and all that it waited for, as bash tells them. */
const timed = ['bash', '-c', 'TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>&1; } 2>&1', 'timed'];

/**
 * What commands cost here and at another commit: in turn, the ratio taken pair by pair, in time of the processor, so
 * that a busy machine is the same to both.
 */
export async function compareWith(commit: string, rounds: number): Promise<readonly Row[]> {
  return withFolder(async (folder) => {
    const tree = join(folder, 'tree');
    execFileSync('git', ['worktree', 'add', '--detach', tree, commit], { cwd: repository, stdio: 'ignore' });
    try {
      await symlink(join(repository, 'node_modules'), join(tree, 'node_modules'));
      execFileSync(process.execPath, [join(repository, 'node_modules/tsdown/dist/run.mjs')], {
        cwd: tree,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const rows: Row[] = [];
      for (const name of Object.keys(cases)) rows.push(await compare(name, tree, folder, rounds));
      return rows;
    } finally {
      execFileSync('git', ['worktree', 'remove', '--force', tree], { cwd: repository });
    }
  });
}

async function compare(what: string, tree: string, folder: string, rounds: number): Promise<Row> {
  const { args = [], text = '' } = cases[what] ?? {};
  await writeFile(join(folder, 'page.md'), text);
  const run = (root: string) => cpuMs([process.execPath, join(root, 'dist/runbook.mjs'), ...args], folder);
  const pairs: (readonly [number, number])[] = [];
  for (let round = 0; round <= rounds; round += 1) pairs.push([await run(repository), await run(tree)]);
  // The first filled the caches.
  const counted = pairs.slice(1);
  return {
    what,
    ours: ms(median(counted.map(([ours]) => ours))),
    other: ms(median(counted.map(([, other]) => other))),
    ratio: times(median(counted.map(([ours, other]) => ours / other))),
  };
}

async function cpuMs(argv: readonly string[], cwd: string): Promise<number> {
  const { stdout } = await runProcess([...timed, ...argv], { cwd, env: { KUBECONFIG: join(cwd, 'none') } });
  const [user = Number.NaN, system = Number.NaN] = stdout.trim().split(' ').map(Number);
  return (user + system) * 1000;
}
