import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clipboardSequence } from '../../../src/tui/clipboard.ts';
import { programsOf } from '../../../src/tui/programs.ts';
import { frameByFrame } from '../../../src/tui/terminal-out.ts';

let folder: string;
let said: string;

/** Programs on PATH that write down what they are given. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
  said = join(folder, 'said');
  for (const name of ['vim', 'code', 'somepad', 'less', 'xdg-open', 'open']) {
    const file = join(folder, name);
    const reads = name === 'less' ? 'cat' : '';
    await writeFile(file, `#!/bin/sh\n{ printf '%s\\n' "$@"; ${reads}\n} >${said}\n`);
    await chmod(file, 0o755);
  }
});
afterAll(() => rm(folder, { recursive: true }));

const programs = (env: Readonly<Record<string, string>>) =>
  programsOf({ PATH: `${folder}:${process.env.PATH}`, ...env }, new AbortController().signal);

describe('the editor', () => {
  it.each([
    [{ EDITOR: 'vim -n' }, ['-n', '+12', '/docs/it.md']],
    [{ EDITOR: 'vim', VISUAL: 'code --wait' }, ['--wait', '--goto', '/docs/it.md:12']],
    [{ EDITOR: 'somepad' }, ['/docs/it.md']],
  ])('of %j is opened at the line, if it is known how', async (env, expected) => {
    expect(await programs(env).edit('/docs/it.md', 12)).toBeUndefined();
    expect((await readFile(said, 'utf8')).trim().split('\n')).toEqual(expected);
  });

  it('that is not there is named', async () => {
    expect(await programs({ EDITOR: 'no-such-editor' }).edit('/docs/it.md', 1)).toBe(
      '`no-such-editor` could not be started: is it installed?',
    );
  });
});

describe('the pager', () => {
  it('reads the whole output, with its colours, from no file', async () => {
    const text = `\u001b[31mred\u001b[0m\n${'x'.repeat(300_000)}\n`;
    expect(await programs({}).page(text)).toBeUndefined();
    expect(await readFile(said, 'utf8')).toBe(`\n${text}`);
  });

  it('may be left before it has read everything', async () => {
    expect(await programs({ PAGER: 'true' }).page('x\n'.repeat(1_000_000))).toBeUndefined();
  });
});

describe('a subshell', () => {
  it('has the folder and the environment that the engine gives', async () => {
    const args = ['-c', `echo "$PWD $NAME" >${said}`];
    const env = { NAME: 'value' };
    expect(await programs({}).shell({ shell: '/bin/sh', args, cwd: folder, env })).toBeUndefined();
    expect(await readFile(said, 'utf8')).toBe(`${folder} value\n`);
  });
});

describe('the browser', () => {
  it('is given the address', async () => {
    expect(await programs({}).browse('http://localhost:8080/')).toBeUndefined();
    expect(await readFile(said, 'utf8')).toBe('http://localhost:8080/\n');
  });
});

describe('the clipboard', () => {
  it('is asked for through the terminal, and through tmux around it', () => {
    expect(clipboardSequence('kubectl get pods', {})).toBe('\u001b]52;c;a3ViZWN0bCBnZXQgcG9kcw==\u0007');
    expect(clipboardSequence('x', { TMUX: '/tmp/tmux' })).toBe(
      '\u001b]52;c;eA==\u0007\u001bPtmux;\u001b\u001b]52;c;eA==\u0007\u001b\\',
    );
    expect(clipboardSequence('x'.repeat(80_000), {})).toBeUndefined();
  });
});

describe('the terminal', () => {
  it('wraps no row while the frame is drawn, and wraps again after', () => {
    const written: string[] = [];
    const stream = { columns: 80, write: (text: string) => written.push(text) > 0 };
    const out = frameByFrame(stream as unknown as NodeJS.WriteStream);
    out.write('frame');
    out.write('');
    expect(written).toEqual(['\u001b[?7lframe\u001b[?7h', '']);
    expect(out.columns).toBe(80);
  });

  it('is written a frame at once, however many pieces it comes in', () => {
    const written: string[] = [];
    const stream = { write: (text: string) => written.push(text) > 0 };
    const out = frameByFrame(stream as unknown as NodeJS.WriteStream);
    for (const piece of ['\u001b[?2026h', 'erase', 'frame', '\u001b[?2026l', 'more']) out.write(piece);
    expect(written).toEqual([
      '\u001b[?7l\u001b[?2026heraseframe\u001b[?2026l\u001b[?7h',
      '\u001b[?7lmore\u001b[?7h',
    ]);
  });
});
