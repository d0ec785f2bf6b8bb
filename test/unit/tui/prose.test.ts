import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTree } from '../../../src/engine/parse/markdown-tree.ts';
import { proseRows } from '../../../src/tui/prose/prose.ts';
import { paint, span } from '../../../src/tui/text/line.ts';
import { expectGolden } from '../../helpers/golden.ts';

const tour = readFileSync(new URL('../../fixtures/tui/tour.md', import.meta.url), 'utf8');

type Options = { readonly room?: number; readonly color?: boolean; readonly open?: boolean };

function drawn(markdown: string, { room = 72, color = false, open = false }: Options = {}): string {
  const code = ({ value }: { readonly value: string }) =>
    value.split('\n').map((text) => ({ line: [span('│ '), span(text)] }));
  const rows = proseRows(readTree(markdown).children, { room, color, open, code });
  return `${paint(
    rows.map(({ line }) => line),
    color,
  )}\n`;
}

describe('prose', () => {
  it.each([40, 80, 120])('is laid out in %i columns', (room) => {
    expectGolden(drawn(tour, { room, open: room === 80 }), golden(`prose-${room}`));
  });

  it('has its styles in colour, and marks of inline code only without', () => {
    expect(drawn('A **strong** `word`, *so*.', { color: true })).toBe(
      'A \u001b[1mstrong\u001b[0m \u001b[36mword\u001b[0m, \u001b[3mso\u001b[0m.\n',
    );
    expect(drawn('A **strong** `word`, *so*.')).toBe('A strong `word`, so.\n');
  });

  it('says where a link leads when that can be opened and is not said already', () => {
    expect(drawn('[guide](https://a.example/), <https://b.example/>, [lab](lab3.md)')).toBe(
      'guide (https://a.example/), https://b.example/, lab\n',
    );
  });

  it('shows what is folded only when folds are open', () => {
    const fold = '<details>\n<summary>About <b>this</b></summary>\n\nInside.\n\n</details>\n\nAfter.';
    expect(drawn(fold)).toBe('▸ About this  (i opens)\n\nAfter.\n');
    expect(drawn(fold, { open: true })).toBe('▾ About this\n\n  Inside.\n\nAfter.\n');
    expect(drawn('<details><summary>One</summary>in one piece</details>', { open: true })).toBe(
      '▾ One\n\n  in one piece\n',
    );
  });

  it('leaves tags and comments of HTML out', () => {
    expect(drawn('<!-- hidden -->\n\n<p align="center">shown</p>\n\na<br>b <i>c</i>')).toBe(
      'shown\n\na\nb c\n',
    );
  });

  it('lets no document steer the terminal', () => {
    expect(drawn('a\u001b[2Jb `c\u0007d` &#27;[31m')).toBe('a[2Jb `cd` \ufffd[31m\n');
  });

  it.each([
    ['- [x] done\n- [ ] open\n', '[x] done\n[ ] open\n'],
    ['9. nine\n10. ten\n', '9.  nine\n10. ten\n'],
    ['- a\n\n  more\n- b\n', '• a\n\n  more\n• b\n'],
    ['- a\n\n- b\n', '• a\n\n• b\n'],
    ['> [!NOTE] not an alert\n', '┃ [!NOTE] not an alert\n'],
    ['> [!TIP]\n', '┃ TIP\n'],
    ['![a cat](cat.png)', '[image: a cat]\n'],
  ])('draws %j', (markdown, expected) => {
    expect(drawn(markdown)).toBe(expected);
  });
});

function golden(name: string): URL {
  return new URL(`../../goldens/tui/${name}.txt`, import.meta.url);
}
