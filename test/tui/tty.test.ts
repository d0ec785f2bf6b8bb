import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processesWith } from '../helpers/processes.ts';
import { closeTerminals, Tmux } from './tmux.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-tty-'));
});
afterEach(async () => {
  await closeTerminals();
  await rm(folder, { recursive: true });
});

const asks = `# A page that asks

## Ask

\`\`\`bash tty
read -p "Your name: " NAME; read -s -p "Password: " DB_PASSWORD; echo
\`\`\`

## Edit

\`\`\`bash tty
vi -u NONE note.txt
\`\`\`

## Use

\`\`\`bash
test "$NAME" = Ada && cat note.txt && echo "is $DB_PASSWORD"
# expect: typed by hand
\`\`\`
`;

async function open(page: string): Promise<Tmux> {
  await writeFile(join(folder, 'page.md'), page);
  return Tmux.open({ columns: 90, rows: 24, cwd: folder });
}

describe.each([
  ['under the terminal UI', ''],
  ['with plain lines', '--reporter text'],
])('a command with a terminal %s', (_, args) => {
  it('has the whole terminal, and what it leaves is there for the next', async () => {
    const tmux = await open(asks);
    await tmux.runbook(`exec page.md ${args} --reporter ndjson=events.ndjson`);
    await tmux.waitFor(/^Your name:$/m);
    await tmux.type('Ada');
    await tmux.press('Enter');
    await tmux.waitFor(/^Password:$/m);
    await tmux.type('sesame-123');
    await tmux.press('Enter');
    await tmux.waitFor(/"note.txt".*\[New/);
    await tmux.resize(70, 20);
    await tmux.waitFor(/^~$/m);
    await tmux.type('otyped by hand');
    await tmux.press('Escape');
    await tmux.type(':r !stty size </dev/tty');
    await tmux.press('Enter');
    await tmux.waitFor(/^20 70$/m);
    await tmux.press('Enter');
    await tmux.type(':wq');
    await tmux.press('Enter');
    expect(await tmux.ended()).toContain('exit code 0');
    const events = await readFile(join(folder, 'events.ndjson'), 'utf8');
    expect(events).toContain('Your name: Ada');
    expect(events).not.toContain('sesame-123');
    expect(await tmux.history()).not.toContain('sesame-123');
    await tmux.command('clear; stty -a');
    expect(await tmux.waitFor(/icanon/)).toMatch(/ icanon[\s\S]* echo /);
    expect(await tmux.fact('alternate_on')).toBe('0');
    expect(await tmux.left()).toEqual({ files: [], processes: [] });
  });

  it('gets Ctrl-C itself, and when it is killed the terminal is as it was', async () => {
    const cruel = String.raw`trap 'echo caught; stty raw -echo' INT; printf '\033[?1049h\033[?1000h\033[?25l\033[31mready\n'; read -n1 k; kill -9 $$`;
    const tmux = await open(
      `# Cruel\n\n\`\`\`bash tty\nbash -c ${JSON.stringify(cruel).replaceAll('\\\\', '\\').replaceAll('$', '\\$')}\n\`\`\`\n`,
    );
    await tmux.runbook(`exec page.md ${args}`);
    await tmux.waitFor(/^ready/m);
    await tmux.press('C-c');
    await tmux.waitFor('caught');
    await tmux.press('x');
    if (args === '') {
      await tmux.waitFor('✗ Failed');
      await tmux.press('q', 'q');
    }
    expect(await tmux.ended()).toMatch(/exit code (?:1|130)/);
    expect(await tmux.fact('alternate_on')).toBe('0');
    expect(await tmux.fact('mouse_any_flag')).toBe('0');
    expect(await tmux.fact('cursor_flag')).toBe('1');
    await tmux.command('clear; stty -a');
    expect(await tmux.waitFor(/icanon/)).toMatch(/ icanon[\s\S]* echo /);
  });

  it('leaves nothing when the program is killed', async () => {
    const tmux = await open(
      '# P\n\n```bash tty\n{ echo "at $PPID"; sleep 4345.5; }\n```\n\n```bash cleanup\ntrue\n```\n',
    );
    await tmux.runbook(`exec page.md ${args}`);
    await tmux.waitFor(/^at \d+/m);
    const [program = ''] = (await processesWith(tmux.mark)).filter((line) => line.includes(' exec page.md'));
    process.kill(Number.parseInt(program, 10), 'SIGKILL');
    await tmux.waitFor('exit code 137');
    expect((await tmux.left()).processes).toEqual([]);
    await tmux.command('stty sane; clear; echo "still $((1 + 1))"');
    await tmux.waitFor('still 2');
  });
});
