import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitTables } from '../../../src/tui/text/fit-tables.ts';
import { type Line, paint, plainText, span } from '../../../src/tui/text/line.ts';
import { printedLines } from '../../../src/tui/text/printed-lines.ts';
import { clipped, rows, split, spread, width } from '../../../src/tui/text/width.ts';
import { wrapped, wrappedLine } from '../../../src/tui/text/wrap.ts';

const texts = (printed: string): readonly string[] => printedLines(printed).map(plainText);

/** Pieces that a hostile or careless program prints. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        '\u001b[2J',
        '\u001b[31m',
        '\u001b[38;5;300m',
        '\u001b[38;2;1',
        '\u001b]0;title\u0007',
        '\u001b]52;c;',
        '\u001bP',
        '\u009b1m',
        '\r',
        '\n',
        '\t',
        '\b\b',
        '👩‍👩‍👧',
        '漢字',
        'e\u0301',
        '\u202e',
        '\ud800',
      ),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''));

describe('what a command printed', () => {
  it('keeps its colours, also over the end of a line', () => {
    expect(printedLines('a \u001b[1;31mred\nstill\u001b[0m plain')).toEqual([
      [span('a '), span('red', '1;31')],
      [span('still', '1;31'), span(' plain')],
    ]);
  });

  it.each([
    ['\u001b[38;5;202mx', '38;5;202'],
    ['\u001b[38:2::1:2:3mx', '38;2;1;2;3'],
    ['\u001b[4:3mx', '4'],
    ['\u001b[1;2;22mx', ''],
    ['\u001b[31;42;39mx', '42'],
    ['\u001b[5mx', ''],
    ['\u001b[38;5mx', ''],
  ])('reads %j as the style %j', (printed, style) => {
    expect(printedLines(printed)).toEqual([[span('x', style)]]);
  });

  it('is, of a line overwritten by carriage returns, what stood there last', () => {
    expect(texts('  0 %\r 50 %\r100 %\r\ndone\r\n')).toEqual(['100 %', 'done']);
  });

  it('is what stays of overstriking', () => {
    expect(texts('N\bNA\bAME\n')).toEqual(['NAME']);
  });

  it('has tabs up to the next stop', () => {
    expect(texts('a\tb\n12345678\tc')).toEqual(['a       b', '12345678        c']);
  });

  it('moves no cursor, sets no title, reaches no clipboard', () => {
    expect(
      texts('a\u001b[2Jb\u001b[10;10Hc\u001b]0;title\u0007d\u001b]52;c;eA==\u001b\\e\u001b(Bf\u001bMg'),
    ).toEqual(['abcdefg']);
  });

  it('goes on after a sequence that never ends', () => {
    expect(texts('a\u001b]0;no end\nb\u001b[31')).toEqual(['a', 'b']);
  });

  it('never steers the terminal, whatever it is', () => {
    fc.assert(
      fc.property(hostile, (printed) => {
        for (const line of printedLines(printed)) {
          expect(plainText(line)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]|\u200d|[\u202a-\u202e]|\ufe0f/);
          for (const { style } of line) expect(style).toMatch(/^[\d;]*$/);
        }
      }),
    );
  });
});

describe('rows', () => {
  const line: fc.Arbitrary<Line> = fc
    .array(fc.tuple(hostile, fc.constantFrom('', '1', '31')), { maxLength: 5 })
    .map((parts) =>
      parts.flatMap(([text, style]) =>
        printedLines(text)
          .flat()
          .map((part) => ({ ...part, style })),
      ),
    );

  it('are never wider than the room, and lose nothing', () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 2, max: 40 }), (written, room) => {
        const cut = rows(written, room);
        expect(cut.map(plainText).join('')).toBe(plainText(written));
        for (const row of cut) expect(width(row)).toBeLessThanOrEqual(room);
        const words = wrapped(written, room);
        expect(words.map(plainText).join('').replaceAll(/\s/g, '')).toBe(
          plainText(written).replaceAll(/\s/g, ''),
        );
        for (const row of words) expect(width(row)).toBeLessThanOrEqual(room);
        for (const row of wrappedLine(written, room)) expect(width(row)).toBeLessThanOrEqual(room);
        expect(width(clipped(written, room))).toBeLessThanOrEqual(room);
        expect(width(spread(written, [span('3 s')], room))).toBeLessThanOrEqual(room);
      }),
    );
  });

  it('are cut between the halves of no character', () => {
    expect(split([span('漢字x')], 3).map(plainText)).toEqual(['漢', '字x']);
    expect(plainText(clipped([span('漢字漢字')], 5))).toBe('漢字…');
  });

  it('are broken between words, over a change of style too', () => {
    const text = [span('the quick '), span('brown', '1'), span(', fox jumps')];
    expect(wrapped(text, 10).map(plainText)).toEqual(['the quick', 'brown, fox', 'jumps']);
    expect(paint(wrapped(text, 10), true)).toContain('\u001b[1mbrown\u001b[0m, fox');
  });

  it('of a written line are as far indented as the line', () => {
    expect(wrappedLine([span('    kubectl get pods --all-namespaces')], 24).map(plainText)).toEqual([
      '    kubectl get pods',
      '    --all-namespaces',
    ]);
  });
});

describe('a table that is too wide', () => {
  const table = [
    'NAMESPACE           NAME                  READY',
    'bookinfo            details               1/1',
  ];
  const drawn = (room: number) =>
    fitTables(
      table.map((text) => [span(text)]),
      room,
    ).map(plainText);

  it('gives up the space between its columns, which stay columns', () => {
    expect(drawn(30)).toEqual(['NAMESPACE  NAME     READY', 'bookinfo   details  1/1']);
  });

  it('stays as it is where it fits', () => {
    expect(drawn(80)).toEqual(table);
  });
});
