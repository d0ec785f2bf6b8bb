import fc from 'fast-check';
import { expect, test } from 'vitest';
import { format } from '../../../../src/engine/format/format.ts';
import type { Runbook } from '../../../../src/engine/model/runbook.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { runs } from '../../../helpers/budget.ts';

const blanks = fc.constantFrom(' ', '  ', '   ');
const word = fc.constantFrom('a', 'b-c', '10.x.x.x', '...', 'HTTP 200', '${NAME}', '"', 'ä', '1/1', 'k=v');
const text = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(word, { minLength: 1, maxLength: 4 })
      .chain((words) => blanks.map((blank) => words.join(blank))),
  },
  { weight: 1, arbitrary: fc.constantFrom('"a  b"', '"a # b"', 'no output', 'x'.repeat(90)) },
);
const note = fc.constantFrom('', '', ' # note', '   —  a note', ' ← x (y)', ' #');
const ending = fc.constantFrom('', '', ' ', '\t', '   ');
const duration = fc.constantFrom('1000ms', '60s', '90s', '2m', '60m', '24h', '1500ms');

/** A directive in any spelling that parses. */
const directive = fc
  .record({
    words: fc
      .record({
        not: fc.constantFrom('', 'not'),
        kind: fc.constantFrom('', '', 'row', 'exact'),
        stream: fc.constantFrom('', 'stdout', 'stderr'),
        within: fc.oneof(
          fc.constant(''),
          duration.map((each) => `within ${each}`),
        ),
        holds: fc.oneof(
          fc.constant(''),
          duration.map((each) => `for  ${each}`),
        ),
      })
      .map((parts) => Object.values(parts).filter(Boolean))
      .chain((words) => fc.shuffledSubarray(words, { minLength: words.length })),
    text,
    note,
    ending,
    gap: fc.constantFrom('', ' ', '   '),
    blank: blanks,
  })
  .map(
    (it) =>
      `# expect${['', ...it.words].join(it.blank)}${it.words.length > 0 ? it.gap : ''}:${it.gap}${it.text}${it.note}${it.ending}`,
  );

const fixed = fc.constantFrom(
  '# expect regex:  a # b',
  '# expect exit:0   # fine',
  '# expect  json : .a  =  1 # x',
  '#  prose → x',
  '# a   b ← c',
  '',
);
const command = fc.constantFrom(
  'echo a',
  '  echo b',
  '\techo c',
  'cat <<E\n# expect:data\nE',
  'for i in a; do\n  date\ndone',
  'kill %1',
  'date; date',
  'curl x \\\n  | cat',
);
const background = fc.constantFrom(
  'sleep 1 &\n#  not this\n',
  'sleep 1 &\n# wait within 60000ms:port   80  ',
  'sleep 1 &\n  # wait:log   x  y',
);
const arrow = fc.constantFrom(
  '# → a',
  '#→  a   b',
  '# -> a',
  '# => HTTP 200 (so)',
  '# → no output',
  '# → (x)',
  '# a   b',
);

const part = (withArrows: boolean) =>
  fc.oneof(
    command,
    command,
    background,
    directive.map((line) => `  ${line}`),
    directive,
    fixed,
    ...(withArrows ? [arrow, arrow] : []),
  );

const info = fc.constantFrom(
  'bash',
  'bash  timeout=60s',
  'sh   within=1000ms  title="a  b" cleanup',
  'shell skip=\'x "y"\'  {1}',
  'bash dir=a/b  wrap',
);
const prose = fc.constantFrom(
  'Prose  \nwith `# expect:x`',
  '## Heading',
  '```js\n# expect:x  \n```',
  '| a |\n| - |',
  '<details>\n\n# expect:x',
  '\t# expect:code',
);
const output = fc.constantFrom(
  '```output  within=60000ms\n# expect:a\n  b   c — d\n```',
  '```json   stdout  output\n{ "a": "# expect:x" }\n```',
  '~~~output   example\nx\n~~~',
);
const container = fc.constantFrom('', '', '> ', '  > ', '- ', '1.  ');

const block = (withArrows: boolean) =>
  fc
    .tuple(info, fc.array(part(withArrows), { minLength: 1, maxLength: 7 }), container)
    .map(([opening, parts, mark]) => {
      const rows = [`\`\`\`${opening}`, ...['true', ...parts].join('\n').split('\n'), '```'];
      const rest = /^[-\d]/.test(mark) ? ' '.repeat(mark.length) : mark;
      return rows.map((row, index) => (index === 0 ? mark : rest) + row).join('\n');
    });

/** A document without errors: what a person may have, in any spelling, container and line end. */
const documents = (withArrows: boolean) =>
  fc
    .tuple(
      fc.array(fc.oneof(block(withArrows), block(withArrows), prose, output), { minLength: 1, maxLength: 4 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom('', '\uFEFF'),
    )
    .map(([parts, end, mark]) => mark + parts.join('\n\n').replaceAll('\n', end))
    .filter((document) => read(document).diagnostics.every(({ severity }) => severity === 'warning'));

function read(document: string) {
  return parse({ file: 'a.md', path: '/a.md', text: document });
}

function formatted(document: string, arrows = false): string {
  const result = format({ file: 'a.md', path: '/a.md', text: document }, { arrows, fix: false });
  if ('errors' in result) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.text;
}

/** What is run and checked, without places, spelling and notes. */
function meaning({ steps, title, meta }: Runbook): unknown {
  const plain = JSON.parse(
    JSON.stringify({ steps, title, meta }, (key, value) =>
      /^(?:spans?|source)$/.test(key) ? undefined : key === 'examples' ? value.length : value,
    ),
  );
  return JSON.parse(JSON.stringify(plain), (_, value) => {
    const pattern = value?.kind && 'negated' in value && /^(?:text|row|exact)$/.test(value.kind);
    if (!value?.kind || !('negated' in value)) return value;
    const { text: written, args, ...rest } = value;
    return { ...rest, looksFor: pattern ? withoutNote(written) : args };
  });
}

function withoutNote(written: string): string {
  const literal = /^("(?:[^"\\]|\\.)*")(?:\s+[—←#](?:\s.*)?)?$/u.exec(written)?.[1];
  return literal ?? written.split(/\s[—←#](?=\s|$)/u)[0]?.trim() ?? '';
}

test('a document without arrows runs and checks the same when it has been formatted', () => {
  fc.assert(
    fc.property(documents(false), (document) => {
      expect(meaning(read(formatted(document)).runbook)).toEqual(meaning(read(document).runbook));
    }),
    { numRuns: runs(35, 15_000) },
  );
});

test('what has been formatted stays as it is', () => {
  fc.assert(
    fc.property(documents(true), fc.boolean(), (document, arrows) => {
      const once = formatted(document, arrows);
      expect(formatted(once, arrows)).toBe(once);
    }),
    { numRuns: runs(30, 12_500) },
  );
});

test('nothing is lost: lines that are no directive and open no fence stay byte for byte, with their ends', () => {
  fc.assert(
    fc.property(documents(false), (document) => {
      const [before, after] = [linesOf(document), linesOf(formatted(document))];
      expect(after.length).toBe(before.length);
      for (const [index, line] of before.entries()) {
        const other = after[index] ?? '';
        if (other === line) continue;
        if (/^[\s>\d.-]*(?:# (?:expect|wait)|`{3}|~{3})/.test(line)) {
          expect(letters(other)).toEqual(letters(line));
          expect(other.slice(other.trimEnd().length)).toBe(/[\r\n]*$/.exec(line)?.[0]);
        } else expect(other, 'is left alone').toBe(line);
      }
    }),
    { numRuns: runs(30, 12_500) },
  );
});

test('with arrows commands stay what they are, and expectations are only added', () => {
  fc.assert(
    fc.property(documents(true), fc.boolean(), (document, arrows) => {
      const before = read(document).runbook;
      const after = read(formatted(document, arrows));
      expect(after.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(scriptsOf(after.runbook)).toEqual(scriptsOf(before));
      const kept = expectationsOf(read(formatted(document, arrows)).runbook);
      for (const expectation of expectationsOf(before)) expect(kept).toContain(expectation);
    }),
    { numRuns: runs(30, 12_500) },
  );
});

function linesOf(document: string): readonly string[] {
  return document.split(/(?<=\r\n|\n|\r(?!\n))/);
}

/** What a line is made of when spelling and order don't count: durations change their unit, notes their mark. */
function letters(line: string): readonly string[] {
  return [...line.replace(/\d+(?:ms|s|m|h)\b/g, '').replace(/[\s"'\\—#←]|=""/g, '')].toSorted();
}

function segmentsOf({ steps }: Runbook) {
  return steps.flatMap((step) => step.blocks.flatMap((each) => each.segments));
}

function scriptsOf(runbook: Runbook) {
  return segmentsOf(runbook).flatMap(({ statements }) =>
    statements.map(({ action }) => (action.kind === 'shell' ? action.script : '')),
  );
}

function expectationsOf(runbook: Runbook): readonly string[] {
  return segmentsOf(runbook).flatMap(({ expectations }) =>
    expectations.map(({ negated, kind, text: written }) => `${negated} ${kind} ${withoutNote(written)}`),
  );
}
