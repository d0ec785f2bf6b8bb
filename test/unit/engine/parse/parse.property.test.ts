import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDiagnostic } from '../../../../src/engine/diagnostics/format.ts';
import type { Point, Span } from '../../../../src/engine/model/source.ts';
import { type Parsed, parse } from '../../../../src/engine/parse.ts';
import { runs } from '../../../helpers/budget.ts';

const lines = [
  '---',
  'title: x',
  'clusters: { A: b }',
  'within: 5s',
  'env: [',
  '# Heading',
  '## Heading',
  '```bash',
  '```bash name=a timeout=1m',
  '```sh skip="',
  '```yaml apply cluster=$A',
  '```output',
  '```output exact within=3s',
  '```output example',
  '```json output',
  '{ "a": [1, "..."] }',
  '...',
  '```',
  '~~~',
  '> ```bash',
  '- ```bash',
  '   ```',
  '> ',
  '\t',
  'echo "a',
  "echo 'b' # expect: b",
  'cat <<EOF',
  'EOF',
  'for i in a; do',
  'done',
  'kubectl port-forward x &',
  'kill %1',
  'date \\',
  'date',
  '  date | cat',
  '# expect: x',
  '# expect row within 3s: a ... 10.x.x.x',
  '# expect not exit: 1',
  '# Expect y',
  '# expect : z',
  '#expect',
  '# wait: port 80',
  '# expect exact: ...',
  '# expect regex: \\S|(',
  '# expect exit: any',
  '# expect\uff1a x',
  '// expect: x',
  '$ date',
  'kubectl\u00a0--context $B get “x” –w \u200b',
  'watch date',
  'kubectl exec -it x -- sh',
  '```bash,name=x',
  '```console timeout = 3s',
  '```bash timeout = 3s cleanup manual background',
  '<!-- expect: x -->',
  '+++',
  '# → x',
  '<details>',
  '',
  'kind: A',
  'apiVersion: v1',
  '$(if',
  '<pod>',
  '\u{1F600} ä',
];

const document = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...lines) },
        { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
      ),
      {
        maxLength: 30,
      },
    ),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.constantFrom('', '\uFEFF'),
  )
  .map(([rows, end, mark]) => mark + rows.join(end));

const read = (text: string): Parsed => parse({ file: 'a.md', path: '/a.md', text });

test('whatever is written, parse answers, and every diagnostic can be shown', () => {
  fc.assert(
    fc.property(fc.oneof(document, fc.string({ unit: 'grapheme' })), (text) => {
      for (const diagnostic of read(text).diagnostics) {
        const shown = formatDiagnostic(diagnostic, text, { color: false });
        expect(
          shown
            .split('\n')
            .slice(1)
            .every((line) => line.length <= 300),
        ).toBe(true);
      }
    }),
    { numRuns: runs(500) },
  );
});

test('every position is a place of the file, and statements follow one another', () => {
  fc.assert(
    fc.property(document, (text) => {
      const { runbook, diagnostics } = read(text);
      const at = pointsOf(text);
      for (const span of spansIn([runbook, diagnostics])) {
        expect(at(span.start)).toBe(true);
        expect(at(span.end)).toBe(true);
        expect(span.end.offset).toBeGreaterThanOrEqual(span.start.offset);
      }
      for (const block of runbook.steps.flatMap((step) => step.blocks)) {
        const spans = block.segments.flatMap((segment) => [...segment.statements, ...segment.expectations]);
        for (const [index, { span, ...more }] of spans.entries()) {
          expect(span.start.offset).toBeGreaterThanOrEqual(
            spans[index - 1]?.span.end.offset ?? block.span.start.offset,
          );
          const below = 'kind' in more && more.kind.endsWith('output') && more.kind !== 'no-output';
          expect(span.end.offset > block.span.end.offset).toBe(below);
        }
      }
      const starts = runbook.steps.map((step) => step.span.start.offset);
      expect(starts).toEqual(starts.toSorted((one, other) => one - other));
    }),
    { numRuns: runs(350) },
  );
});

test('ids of steps, blocks and statements are unique', () => {
  fc.assert(
    fc.property(document, (text) => {
      const { runbook, diagnostics } = read(text);
      fc.pre(diagnostics.every(({ code }) => code !== 'parse/duplicate-name'));
      const blocks = runbook.steps.flatMap((step) => step.blocks);
      const statements = blocks.flatMap((block) => block.segments.flatMap((segment) => segment.statements));
      for (const items of [runbook.steps, blocks, statements]) {
        expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
      }
    }),
  );
});

test('a runbook is plain JSON', () => {
  fc.assert(
    fc.property(document, (text) => {
      const { runbook } = read(text);
      expect(JSON.parse(JSON.stringify(runbook))).toEqual(runbook);
    }),
  );
});

/** Tells whether a point's line and column are those of its offset. */
function pointsOf(text: string): (point: Point) => boolean {
  const starts = [text.startsWith('\uFEFF') ? 1 : 0];
  for (const end of text.matchAll(/\r\n|\r|\n/g)) starts.push(end.index + end[0].length);
  return ({ line, column, offset }) =>
    offset <= text.length && column >= 1 && (starts[line - 1] ?? Number.NaN) + column - 1 === offset;
}

function spansIn(value: unknown): readonly Span[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('start' in value && 'end' in value && 'file' in value) return [value as Span];
  return Object.values(value).flatMap(spansIn);
}
