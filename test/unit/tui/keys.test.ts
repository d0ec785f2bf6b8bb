import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { footerKeys, keyOfPress, keysTable } from '../../../src/tui/find-keys.ts';
import { keys } from '../../../src/tui/keys.ts';
import { plainText } from '../../../src/tui/text/line.ts';
import { footerLine } from '../../../src/tui/view/footer.ts';

describe('the table of keys', () => {
  it('gives every key one meaning', () => {
    const all = keys.flatMap((key) => key.keys);
    expect(all.toSorted()).toEqual([...new Set(all)].toSorted());
    for (const key of keys) for (const pressed of key.keys) expect(keyOfPress(pressed)).toBe(key);
  });

  it('is the one of the guide', () => {
    const guide = new URL('../../../docs-site/src/content/docs/guide/terminal.md', import.meta.url);
    expect(readFileSync(guide, 'utf8')).toContain(`\n${keysTable()}\n`);
  });
});

describe('the footer', () => {
  const line = (room: number, away = false): string =>
    plainText(footerLine('failed', { accepts: ['retry', 'skip', 'reload', 'quit'], room, away }));

  it('names what can be done now, as much as fits, help and quitting always', () => {
    expect(line(80)).toBe('r retry   s skip   e edit   ! shell   o output   ? help   q quit');
    expect(line(50)).toBe('r retry   s skip   e edit   ? help   q quit');
    expect(line(10)).toBe('? help   q quit');
  });

  it('says first how to come back', () => {
    expect(line(80, true)).toMatch(/^esc back to the run {3}r retry/);
  });

  it('names no command that the run would refuse', () => {
    const named = footerKeys('paused', ['next']).map(({ action }) => action);
    expect(named).toContain('next');
    expect(named).not.toContain('skip');
  });
});
