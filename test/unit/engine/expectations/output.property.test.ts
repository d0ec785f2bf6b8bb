import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readWrittenJson } from '../../../../src/engine/expectations/json-written.ts';
import { expectationKinds } from '../../../../src/engine/expectations/registry.ts';
import type { Json } from '../../../../src/engine/model/json.ts';
import { runs } from '../../../helpers/budget.ts';
import { growth, linear } from '../../../helpers/growth.ts';

const word = fc.stringMatching(/^[A-Za-wyz_][A-Za-wyz0-9_/=-]{0,7}$/);
const row = fc.array(word, { minLength: 1, maxLength: 5 });
const rows = fc.array(row, { minLength: 1, maxLength: 8 });

/** Lines as programs print them, with all that a pattern could trip over. */
const printed = fc.array(
  fc.oneof(
    row.map((words) => words.join('  ')),
    fc.string({ unit: 'grapheme-ascii' }),
    fc.constantFrom(
      '',
      '# a',
      'a # b',
      'a — b',
      '"a"',
      '10.x.x.1',
      '  - a: ...',
      'HTTP 200',
      '←',
      '\t"x": 1,',
    ),
  ),
  { minLength: 1, maxLength: 10 },
);

function met(kind: 'output' | 'json-output', body: string, output: string, exact = false): boolean {
  const rule = expectationKinds[kind];
  const parsed = rule.parse(body, new Set(exact ? ['exact' as const] : []));
  if ('problem' in parsed) throw new Error(parsed.problem.message);
  const watch = rule.watch(parsed.args as never, { variables: {}, negated: false });
  watch.take({ shown: output, printed: output });
  return watch.finding({ exits: [], kept: output }).result === 'found';
}

const text = (lines: readonly (readonly string[])[], blank = ' ') =>
  lines.map((line) => line.join(blank)).join('\n');

test('an output is what the fence made of it expects, exactly', () => {
  fc.assert(
    fc.property(printed, (lines) => {
      const output = lines.join('\n');
      fc.pre(/[^\s.…]/u.test(output) && !output.includes('${'));
      expect(met('output', output, output, true)).toBe(true);
      expect(met('output', output, `before\n${output}\nbehind\n`)).toBe(true);
    }),
  );
});

test('an output with another word in any line does not pass', () => {
  fc.assert(
    fc.property(rows, fc.nat(), fc.nat(), word, fc.boolean(), (lines, line, at, other, exact) => {
      const index = line % lines.length;
      const words = lines[index] ?? [];
      const changed = lines.with(index, words.with(at % words.length, other));
      fc.pre(text(changed) !== text(lines));
      expect(met('output', text(lines), text(changed, '   '), exact)).toBe(false);
    }),
  );
});

test('an output without one of the lines, or with one more in between, does not pass', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(row, { minLength: 2, maxLength: 8, selector: String }),
      fc.nat(),
      word,
      (lines, at, other) => {
        const index = at % lines.length;
        expect(met('output', text(lines), text(lines.toSpliced(index, 1)))).toBe(false);
        const more = lines.toSpliced(Math.max(1, index), 0, ['another', other, 'line']);
        expect(met('output', text(lines), text(more))).toBe(false);
      },
    ),
  );
});

test('a line of dots may stand anywhere, or for any lines', () => {
  fc.assert(
    fc.property(
      rows,
      fc.nat(),
      fc.nat(),
      fc.boolean(),
      fc.constantFrom('...', '  …  '),
      (lines, at, count, exact, dots) => {
        const from = at % (lines.length + 1);
        const left = lines.toSpliced(from, count % lines.length, [dots]);
        expect(met('output', text(left), text(lines), exact)).toBe(true);
      },
    ),
  );
});

test('dots may stand for any part of a line', () => {
  fc.assert(
    fc.property(rows, fc.nat(), fc.nat(), fc.nat(), (lines, line, one, other) => {
      const index = line % lines.length;
      const written = (lines[index] ?? []).join(' ');
      const [from = 0, to = 0] = [one, other]
        .map((at) => at % (written.length + 1))
        .toSorted((a, b) => a - b);
      const dotted = [`${written.slice(0, from)}...${written.slice(to)}`];
      fc.pre(lines.length > 1 || dotted[0] !== '...');
      expect(met('output', text(lines.with(index, dotted)), text(lines), true)).toBe(true);
    }),
  );
});

test('it decides as a search by hand does', () => {
  const letter = fc.constantFrom('a', 'b', '');
  const wanted = fc.array(fc.oneof(letter, fc.constant('...')), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(wanted, fc.array(letter, { maxLength: 8 }), fc.boolean(), (lines, output, exact) => {
      fc.pre(lines.some((line) => line !== '' && line !== '...'));
      expect(met('output', lines.join('\n'), output.join('\n'), exact)).toBe(byHand(lines, output, exact));
    }),
    { numRuns: runs(700) },
  );
});

/** The same by a regular expression over letters: an empty line is `_`. */
function byHand(lines: readonly string[], output: readonly string[], exact: boolean): boolean {
  const draw = (rows: readonly string[]) =>
    rows
      .map((line) => line || '_')
      .join('')
      .replace(/^_+|_+$/g, '');
  const drawn = draw(lines).replace(/_*(?:\.\.\._*)+/g, '.*');
  return new RegExp(exact ? `^${drawn}$` : drawn).test(draw(output));
}

test('JSON has itself, with any keys and items replaced by dots, and no other value', () => {
  const json = fc.jsonValue({ maxDepth: 3, noUnicodeString: false }).filter(isPlain) as fc.Arbitrary<Json>;
  fc.assert(
    fc.property(fc.record({ a: json, b: json }), json, (document, other) => {
      const output = JSON.stringify(document);
      expect(met('json-output', output, output, true)).toBe(true);
      expect(met('json-output', JSON.stringify({ ...document, a: '...' }), output, true)).toBe(true);
      expect(met('json-output', `{"b":${JSON.stringify(document.b)}}`, output)).toBe(true);
      const list = JSON.stringify([other, document.a, other, document.b]);
      expect(met('json-output', JSON.stringify(['...', document.a, document.b]), list)).toBe(true);
      const differs = JSON.stringify(document.a) !== JSON.stringify({ was: document.a });
      expect(met('json-output', JSON.stringify({ a: { was: document.a } }), output)).toBe(!differs);
    }),
  );
});

function isPlain(value: unknown): boolean {
  return !/\.\.\.|…|\$\{|x|HTTP/.test(JSON.stringify(value));
}

test('JSON is refused where JSON.parse refuses it, at a place in it, or where a key stands twice', () => {
  const broken = fc
    .tuple(
      fc.jsonValue().map((value) => JSON.stringify(value, undefined, 1)),
      fc.nat(),
      fc.constantFrom(...'{}[]",:\\ 1-.etx\n'),
    )
    .map(
      ([written, at, character]) =>
        written.slice(0, at % (written.length + 1)) + character + written.slice(at % (written.length + 1)),
    );
  fc.assert(
    fc.property(fc.oneof(broken, fc.json(), fc.string()), (written) => {
      const read = readWrittenJson(written);
      if ('places' in read) {
        JSON.parse(written);
        for (const offset of read.places.values()) expect(written[offset]).toMatch(/[[{"\dtfn-]/);
        return;
      }
      const { from, to, message } = read.fault;
      expect(from >= 0 && to > from && from <= written.length).toBe(true);
      if (!message.includes('twice')) expect(() => JSON.parse(written)).toThrow();
    }),
    { numRuns: runs(1000) },
  );
});

test('an output that begins to fit at every line takes no longer', () => {
  const fence = `${'a\n'.repeat(100)}b`;
  const lines = growth(10_000, (size) => expect(met('output', fence, 'a\n'.repeat(size))).toBe(false));
  const gaps = 'a ... b ... c ... d';
  const words = growth(20_000, (size) =>
    expect(met('output', gaps, `${'a b c '.repeat(size)}\n`)).toBe(false),
  );
  expect({ lines: lines < linear, words: words < linear }, `${lines} ${words}`).toEqual({
    lines: true,
    words: true,
  });
});
