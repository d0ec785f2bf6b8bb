import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processesWith, untilGone } from '../helpers/processes.ts';
import { closeTerminals, Tmux } from './tmux.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-page-'));
});
afterEach(async () => {
  await closeTerminals();
  await rm(folder, { recursive: true });
});

/** A page whose cleanup takes a while and can be seen afterwards. */
async function openPage(args: string): Promise<Tmux> {
  const text = `# A page

## Start

\`\`\`bash
sleep 777 &
echo started
sleep 778
\`\`\`

\`\`\`bash cleanup
sleep 1
touch cleaned
\`\`\`
`;
  await writeFile(join(folder, 'page.md'), text);
  // A step that waits for whoever has the editor.
  await writeFile(join(folder, 'slow-editor'), '#!/bin/sh\necho "editing as $$"\nsleep 779\n', {
    mode: 0o755,
  });
  const env = { EDITOR: join(folder, 'slow-editor') };
  const tmux = await Tmux.open({ columns: 100, rows: 30, cwd: folder, env });
  await tmux.runbook(`exec page.md ${args}`);
  return tmux;
}

const cleaned = async (): Promise<boolean> =>
  access(join(folder, 'cleaned')).then(
    () => true,
    () => false,
  );

describe('a terminal that is closed while a page runs', () => {
  it.each([
    ['the terminal UI', ''],
    ['plain lines', '--reporter text | cat'],
  ])('is one interruption, so cleanup runs: %s', async (_, args) => {
    const tmux = await openPage(args);
    await tmux.waitFor(/✓ (?:│ )?echo started/);
    const mark = tmux.mark;
    await tmux.kill();
    await expect.poll(cleaned).toBe(true);
    const left = await untilGone(async () => ({ processes: await processesWith(mark) }));
    expect(left).toEqual({ processes: [] });
  });

  it('is one interruption with an editor open, which ends too', async () => {
    const tmux = await openPage('--step');
    await tmux.waitFor('paused');
    await tmux.press('e');
    await tmux.waitFor('editing as');
    const mark = tmux.mark;
    await tmux.kill();
    const left = await untilGone(async () => ({ processes: await processesWith(mark) }));
    expect(left).toEqual({ processes: [] });
  });
});

describe('SIGTERM while an editor has the terminal', () => {
  it('ends the editor, and gives the terminal back as it was', async () => {
    const tmux = await openPage('--step');
    await tmux.waitFor('paused');
    await tmux.press('e');
    await tmux.waitFor('editing as');
    const [program] = (await processesWith(tmux.mark)).filter((line) => / exec page\.md/.test(line));
    process.kill(Number.parseInt(program ?? '', 10), 'SIGTERM');
    expect(await tmux.ended()).toContain('exit code 130');
    await tmux.command('stty -a');
    expect(await tmux.waitFor(/ icanon /)).toMatch(/ echo /);
    expect(await tmux.fact('cursor_flag')).toBe('1');
    expect(await tmux.left()).toEqual({ files: [], processes: [] });
  });
});
