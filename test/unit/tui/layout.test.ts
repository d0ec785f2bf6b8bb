import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { span } from '../../../src/tui/text/line.ts';
import { spoken } from '../../../src/tui/text/spoken.ts';
import { between, layoutOf } from '../../../src/tui/view/layout.ts';
import { nothingPrinted, printedMore } from '../../../src/tui/view/printed.ts';
import { scrolled, sightOf } from '../../../src/tui/view/window.ts';

describe('the layout', () => {
  it.each([
    [39, 24, 'tiny'],
    [80, 11, 'tiny'],
    [80, 24, 'stacked'],
    [110, 24, 'two'],
    [160, 50, 'three'],
  ])('of %i × %i is %s', (columns, rows, kind) => {
    expect(layoutOf(columns, rows).kind).toBe(kind);
  });

  it('gives the room of the outline to the document where somebody wants it large', () => {
    const { kind, outline, document } = layoutOf(200, 50, { large: true });
    expect({ kind, outline: outline.rows, columns: document.columns }).toEqual({
      kind: 'stacked',
      outline: 1,
      columns: 198,
    });
  });

  it('fits every terminal, one row less high than it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 200 }), (columns, rows) => {
        const { body, airy, outline, document, output, columns: room, kind } = layoutOf(columns, rows);
        expect(body + (airy ? 7 : 4)).toBeLessThanOrEqual(Math.max(4, rows - 1));
        const panes = [outline, document, output].filter((pane) => pane.columns > 0);
        const wide =
          kind === 'stacked' ? room : panes.reduce((sum, pane) => sum + pane.columns + between, -between);
        expect(wide).toBeLessThanOrEqual(Math.max(1, columns));
        for (const pane of panes) expect(pane.rows).toBeLessThanOrEqual(Math.max(0, body));
      }),
    );
  });
});

describe('the window on a document', () => {
  it('is its top as long as that shows what matters', () => {
    expect(sightOf(40, 10, { first: 3, core: 4, last: 8 })).toEqual({ from: 0, above: 0, below: 30 });
  });

  it('has what matters at its bottom, with what comes before', () => {
    expect(sightOf(40, 10, { first: 20, core: 22, last: 24 }).from).toBe(15);
  });

  it('of something taller begins just above its core', () => {
    expect(sightOf(40, 10, { first: 10, core: 20, last: 34 }).from).toBe(19);
    expect(sightOf(40, 10, { first: 18, core: 20, last: 34 }).from).toBe(18);
  });

  it('never leaves the document', () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: -200, max: 200 }),
        (total, room, from) => {
          const sight = scrolled(from, total, room);
          expect(sight.from).toBeGreaterThanOrEqual(0);
          expect(sight.above + Math.min(total, room) + sight.below).toBe(total);
        },
      ),
    );
  });
});

describe('what is kept of an output', () => {
  it('is bounded, whole lines of its end', () => {
    let printed = nothingPrinted;
    let size = 0;
    for (let line = 0; line < 200_000; line += 1) {
      const text = `line ${line}\n`;
      size += text.length;
      printed = printedMore(printed, text);
    }
    expect(printed.text.length / size).toBeLessThan(0.06);
    expect(printed.cut).toBe(true);
    expect(printed.text).toMatch(/^line \d+\n/);
    expect(printed.text).toMatch(/\nline 199999\n$/);
  });

  it('is that of the try before until the new one prints', () => {
    const before = { ...printedMore(nothingPrinted, 'first\n'), old: true };
    expect(printedMore(before, 'second\n').text).toBe('second\n');
  });
});

describe('a line that is read out', () => {
  it.each([
    ['✓ │ kubectl get pods      82 ms', 'passed: kubectl get pods  82 ms'],
    ['  ○ expect: no output', 'not judged yet: expect: no output'],
    ['    ┊ - a list', '- a list'],
  ])('of %j is %j', (shown, said) => {
    expect(spoken([span(shown)])).toBe(said);
  });
});
