/**
 * Makes the pictures of the README and the site from real runs: `node test/tui/screenshots.ts`. Needs tmux and a build.
 */
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { build } from '../helpers/build.ts';
import { terminalSvg } from './terminal-svg.ts';
import { closeTerminals, Tmux } from './tmux.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const assets = new URL('../../docs-site/src/assets/', import.meta.url);

type Shot = {
  readonly name: string;
  readonly title: string;
  readonly size: readonly [columns: number, rows: number];
  readonly args: string;
  /** Whether the screen is worth a picture. */
  readonly when: (screen: string) => boolean;
};

const shots: readonly Shot[] = [
  {
    name: 'terminal-start',
    title: 'runbook exec runs the page: its commands, what they printed, and a check that came to be met',
    size: [64, 20],
    args: 'exec start.md --latency 1500',
    when: (screen) => [' tries', ' met', 'running'].every((words) => screen.includes(words)),
  },
  {
    name: 'terminal-step',
    title:
      'runbook exec runs LAB 2: the steps with their state, the step at work with its output and its checks',
    size: [120, 40],
    // Slow enough that the checks are seen waiting.
    args: 'exec labs/lab2.md --latency 1000',
    when: (screen) => ['ztunnel-config', 'not yet', 'again in'].every((words) => screen.includes(words)),
  },
  {
    name: 'terminal-failure',
    title: 'A failed check: the likely cause, the closest line, what to look at next, and the keys to go on',
    size: [120, 40],
    args: 'exec web.md',
    when: (screen) => screen.includes('✗ Failed'),
  },
  {
    name: 'terminal-small',
    title: 'A step of LAB 2 that waits for a person, in a terminal of 80 by 24',
    size: [80, 24],
    args: 'exec labs/lab2.md',
    when: (screen) => screen.includes('‖ Your turn'),
  },
];

await build();
await mkdir(assets, { recursive: true });
const index = await readFile(new URL('../content/docs/index.md', assets), 'utf8');
const folder = await mkdtemp(join(tmpdir(), 'runbook-shots-'));
await copyFile(join(repository, 'test/fixtures/tui/clusters.md'), join(folder, 'web.md'));
// The page that the front page shows beside the picture.
await writeFile(join(folder, 'start.md'), /^`{4}markdown.*?\n(.*?)^`{4}$/ms.exec(index)?.[1] ?? '');
const wanted = process.argv.slice(2);
try {
  for (const shot of shots.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    await take(shot);
  }
} finally {
  await closeTerminals();
  await rm(folder, { recursive: true });
}

async function take({ name, title, size: [columns, rows], args, when }: Shot): Promise<void> {
  const cwd = args.includes('labs/') ? repository : folder;
  const tmux = await Tmux.open({ columns, rows, cwd });
  await tmux.runbook(args);
  let screen = '';
  // With its colours at once: the next look may show something else.
  while (!when(stripVTControlCharacters(screen))) screen = await tmux.screen({ colors: true });
  // The last row is the terminal's own.
  await writeFile(new URL(`${name}.svg`, assets), terminalSvg(screen, { title, columns, rows: rows - 1 }));
  await tmux.press('q', 'q');
  await tmux.ended();
  await tmux.close();
}
