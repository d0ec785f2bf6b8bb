import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDiagnostic } from '../../../../src/engine/diagnostics/format.ts';
import { visibleText } from '../../../../src/engine/diagnostics/printable.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { runs } from '../../../helpers/budget.ts';

const count = runs(500, 200_000);

/** Real documents and every document that a diagnostic is shown with, in lines. */
const seeds = globSync(['runbooks/**/*.md', 'README.md', 'docs-site/src/**/*.md', 'test/fixtures/**/*.md'])
  .map((file) => readFileSync(file, 'utf8'))
  .filter((text) => text.length < 20_000)
  .map((text) => text.split(/(?<=\n)/));

const anyLine = seeds.flat();

/** One change: a stretch of lines taken out, doubled or moved; a line of another document; a few characters. */
type Change = {
  readonly kind: 'drop' | 'double' | 'move' | 'foreign' | 'cut' | 'character';
  readonly at: number;
  readonly other: number;
  readonly text: string;
};

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('drop', 'double', 'move', 'foreign', 'cut', 'character'),
  at: fc.nat(),
  other: fc.nat(),
  text: fc.oneof(
    fc.constantFrom(
      '`',
      '```',
      '"',
      "'",
      '\\',
      '$',
      '<<',
      '#',
      ':',
      '\r',
      '\t',
      '\uFEFF',
      '\u0000',
      '> ',
      '- ',
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
  ),
});

function changed(lines: readonly string[], { kind, at, other, text }: Change): readonly string[] {
  const index = at % (lines.length + 1);
  const line = lines[index] ?? '';
  const size = 1 + (other % 4);
  const stretch = lines.slice(index, index + size);
  switch (kind) {
    case 'drop':
      return lines.toSpliced(index, size);
    case 'double':
      return lines.toSpliced(index, 0, ...stretch);
    case 'move':
      return lines.toSpliced(index, size).toSpliced(other % (lines.length + 1), 0, ...stretch);
    case 'foreign':
      return lines.toSpliced(index, 0, anyLine[other % anyLine.length] ?? '');
    case 'cut':
      return lines.toSpliced(index, 1, line.slice(0, other % (line.length + 1)));
    case 'character': {
      const place = other % (line.length + 1);
      return lines.toSpliced(index, 1, line.slice(0, place) + text + line.slice(place));
    }
    default:
      return kind satisfies never;
  }
}

const document = fc
  .tuple(fc.nat(), fc.array(change, { minLength: 1, maxLength: 6 }))
  .map(([seed, changes]) => changes.reduce(changed, seeds[seed % seeds.length] ?? []).join(''));

test(`${count} documents that were damaged are read or refused`, () => {
  expect(seeds.length).toBeGreaterThan(50);
  const codes = new Set<string>();
  fc.assert(
    fc.property(document, (text) => {
      const { runbook, diagnostics } = parse({ file: 'a.md', path: '/a.md', text });
      for (const diagnostic of diagnostics) {
        codes.add(diagnostic.code);
        const shown = formatDiagnostic(diagnostic, text, { color: false });
        // What is cited over several lines is indented below its first.
        expect(shown.replaceAll('\n     ', '\n')).toContain(
          visibleText(diagnostic.message).replaceAll('\n     ', '\n'),
        );
        for (const point of diagnostic.span ? [diagnostic.span.start, diagnostic.span.end] : []) {
          expect(point.offset).toBeLessThanOrEqual(text.length);
        }
      }
      for (const { blocks } of runbook.steps) {
        for (const { span } of blocks) expect(span.end.offset).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: count },
  );
  // Damage that is never noticed would mean that the documents hardly change.
  expect(codes.size).toBeGreaterThan(20);
});
