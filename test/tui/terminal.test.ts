import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeTerminals, Tmux } from './tmux.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-page-'));
});
afterEach(async () => {
  await closeTerminals();
  await rm(folder, { recursive: true });
});

const title = 'A page for a terminal';

/** Writes a page with these steps, each a bash block. */
async function page(steps: Readonly<Record<string, string>>): Promise<void> {
  const sections = Object.entries(steps).map(
    ([heading, code]) => `## ${heading}\n\n\`\`\`bash\n${code}\n\`\`\`\n`,
  );
  await writeFile(join(folder, 'page.md'), `# ${title}\n\n${sections.join('\n')}`);
}

const open = (columns: number, rows: number, env: Readonly<Record<string, string>> = {}): Promise<Tmux> =>
  Tmux.open({ columns, rows, cwd: folder, env });

/** What is wrong with a frame: it has its header at the top, its keys at the bottom, and nothing twice. */
function faults(screen: string, rows: number): readonly string[] {
  const lines = screen.replace(/\n$/, '').split('\n');
  const keys = lines.flatMap((line, row) => (line.includes('? help') ? [row] : []));
  const isHeader = new RegExp(`^ ${title} .* \\d+/\\d+  (?:\\d+:\\d\\d|\\d+ min)$`);
  const titles = lines.flatMap((line, row) => (isHeader.test(line) ? [row] : []));
  return [
    ...(titles.join() === '0' ? [] : [`the title is in rows ${titles}`]),
    ...(keys.join() === String(rows - 2) ? [] : [`the keys are in rows ${keys}`]),
    ...(/^ [━─]+$/.test(lines[1] ?? '') ? [] : [`the rule is ${lines[1]}`]),
  ];
}

describe('output of any shape', () => {
  const shapes: Readonly<Record<string, string>> = {
    'Cursor moves': String.raw`printf '\033[2J\033[H\033[5A\033[?1049h\033[31mEVIL\033[?25h\033[999;999H\033]0;EVIL\007\033c'`,
    'Bytes at random': 'head -c 100000 /dev/urandom',
    'Wide characters': String.raw`for i in $(seq 50); do printf '漢字かな交じり文👩‍👩‍👧🇩🇪e\u0301\u202eabc\t|%0100d\n' $i; done`,
    'A line without an end': `head -c 300000 /dev/zero | tr '\\0' x`,
    'Carriage returns': String.raw`for i in $(seq 3000); do printf '\r%d %%' $i; done; printf '\n'`,
    'A flood': 'seq 300000',
    'A progress bar in colours': String.raw`for i in $(seq 30); do printf '\r\033[32m%0*d\033[0m' $i 0; sleep 0.03; done`,
  };

  it('never breaks the frame', async () => {
    await page({ ...shapes, 'And then': 'sleep 60' });
    const tmux = await open(80, 24);
    await tmux.runbook('exec page.md');
    // The first frame comes before the run has begun.
    await tmux.waitFor(title);
    const seen = new Set<string>();
    for (let screen = ''; !/▸ And then/.test(screen); ) {
      screen = await tmux.screen();
      // tmux may be in the middle of a frame; the next look then finds it whole.
      for (let look = 0; look < 5 && faults(screen, 24).length > 0; look += 1) screen = await tmux.screen();
      expect(faults(screen, 24), screen).toEqual([]);
      expect(screen).not.toContain('\u202e');
      for (const [name] of Object.entries(shapes)) if (screen.includes(`▸ ${name}`)) seen.add(name);
    }
    expect(seen.size).toBeGreaterThan(2);
    expect(await tmux.fact('alternate_on')).toBe('0');
    await tmux.press('q', 'q');
    expect(await tmux.ended()).toContain('exit code 130');
    const history = await tmux.history();
    expect(history).toContain('✓ A flood');
    expect(history).not.toContain('EVIL%');
    expect(await tmux.left()).toEqual({ files: [], processes: [] });
  });
});

describe('a run that is recorded', () => {
  it('says so on the screen that it leaves, not into the picture', async () => {
    await page({ First: 'echo one' });
    const tmux = await open(80, 24);
    await tmux.runbook('exec page.md --record');
    const screen = await tmux.ended();
    expect(screen).toMatch(/Recorded page\.md in page\.record\.json: new\.\nexit code 0\n/);
  });
});

describe('a terminal that changes its size', () => {
  it('has one whole frame at each size', async () => {
    await page({ Waits: 'for i in $(seq 1000); do echo "line $i"; sleep 0.1; done' });
    const tmux = await open(120, 40);
    await tmux.runbook('exec page.md');
    await tmux.waitFor('line 5');
    const sizes = [
      [100, 30],
      [80, 24],
      [60, 20],
      [200, 50],
      [90, 50],
      [200, 24],
      [120, 40],
    ] as const;
    for (const [columns, rows] of sizes) {
      await tmux.resize(columns, rows);
      // The old frame, moved by the terminal itself, may be there for a moment.
      await tmux.waitUntil((screen) => faults(screen, rows).length === 0);
      const before = await tmux.screen();
      const screen = await tmux.waitUntil((now) => now !== before);
      expect(faults(screen, rows), `at ${columns} × ${rows}:\n${screen}`).toEqual([]);
    }
    await tmux.press('q', 'q');
    await tmux.ended();
  });
});

describe('the terminal', () => {
  async function isAsBefore(tmux: Tmux): Promise<void> {
    expect(await tmux.fact('cursor_flag')).toBe('1');
    expect(await tmux.fact('wrap_flag')).toBe('1');
    await tmux.command('clear; stty -a');
    expect(await tmux.waitFor(/icanon/)).toMatch(/ icanon[\s\S]* echo /);
  }

  it('is as it was after Ctrl-C, which stops what runs and cleans up', async () => {
    await page({ Waits: 'sleep 100' });
    const tmux = await open(80, 24);
    await tmux.runbook('exec page.md');
    await tmux.waitFor('running 1 s');
    expect(await tmux.fact('cursor_flag')).toBe('0');
    await tmux.press('C-c');
    expect(await tmux.ended()).toContain('exit code 130');
    await isAsBefore(tmux);
    expect(await tmux.left()).toEqual({ files: [], processes: [] });
  });

  it('goes to the pager and to a shell, and comes back', async () => {
    await page({ Fails: 'WORD=kept\nseq 100\nfalse', Last: 'echo last' });
    const tmux = await open(80, 24, { LESS: '-R' });
    await tmux.runbook('exec page.md');
    await tmux.waitFor('✗ Failed');
    await tmux.press('Left', 'o');
    await tmux.waitFor(/^1\n2\n3\n/);
    await tmux.press('C-c');
    // less drops a key that comes while it handles the interrupt.
    const atTheEnd = async () => {
      await tmux.press('G');
      return tmux.screen();
    };
    await expect.poll(atTheEnd, { interval: 200 }).toMatch(/^99\n100\n/m);
    await tmux.press('q');
    await tmux.waitFor('✗ Failed');
    await tmux.press('!');
    await tmux.waitFor('(runbook)');
    await tmux.command('echo "word is $WORD"');
    await tmux.waitFor('word is kept');
    await tmux.press('C-c');
    await tmux.command('exit');
    const back = await tmux.waitFor('✗ Failed');
    expect(faults(back, 24), back).toEqual([]);
    await tmux.press('s');
    expect(await tmux.ended()).toContain('exit code 1');
    await isAsBefore(tmux);
    expect(await tmux.left()).toEqual({ files: [], processes: [] });
  });
});

describe('a run that cannot start', () => {
  it('leaves what is wrong on the screen', async () => {
    await writeFile(
      join(folder, 'page.md'),
      '---\ntools: { no-such-tool: "*" }\n---\n\n# Page\n\n```bash\ntrue\n```\n',
    );
    const tmux = await open(80, 24);
    await tmux.runbook('exec page.md');
    const end = await tmux.ended();
    expect(end).toContain('page.md:2:1  error');
    expect(end).toContain('Install `no-such-tool`');
    expect(end).toContain('exit code 3');
  });
});

describe('what a terminal is asked for', () => {
  it('is no colour with NO_COLOR, but every state in marks and words', async () => {
    await page({
      Fails: String.raw`printf '\033[31mred\033[0m\n'
false`,
    });
    const tmux = await open(80, 24);
    await tmux.command('export NO_COLOR=1');
    await tmux.runbook('exec page.md');
    await tmux.waitFor('✗ Failed');
    expect(await tmux.screen({ colors: true })).not.toContain('\u001b[3');
    expect(await tmux.waitFor(/✗ Fails +failed/)).toContain('✗ │');
  });

  it('are sentences in place of panes for a screen reader', async () => {
    await page({ Fails: 'echo said; false' });
    const tmux = await open(80, 24, { INK_SCREEN_READER: 'true' });
    await tmux.runbook('exec page.md');
    const screen = await tmux.waitFor('Failed: r runs it again');
    expect(screen).toContain('Step: Fails');
    expect(screen).toContain('Keys: r retry');
    expect(screen).not.toMatch(/[│━─]/);
    await tmux.press('s');
    expect(await tmux.ended()).toContain('exit code 1');
    expect(await tmux.history()).toContain('echo said');
  });

  it.each([
    ['TERM=dumb', ''],
    ['CI=true', ''],
    ['', '--reporter text'],
    ['', '| cat'],
    ['', '</dev/null'],
  ])('is nothing but plain lines with %s %s', async (env, args) => {
    await page({ Says: 'echo hello' });
    const tmux = await open(80, 24);
    await tmux.command(`export ${env} X=1; clear`);
    await tmux.runbook(`exec page.md ${args}`);
    const screen = await tmux.ended();
    expect(screen).toContain('target  local');
    expect(screen).not.toContain('? help');
    expect(screen).toMatch(/passed in/);
  });
});
