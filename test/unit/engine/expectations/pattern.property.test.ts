import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeExpectation } from '../../../../src/engine/expectations/judge-expectation.ts';
import { kindByName } from '../../../../src/engine/expectations/registry.ts';
import type { Expectation } from '../../../../src/engine/model/runbook.ts';
import { growth, linear } from '../../../helpers/growth.ts';

const word = fc.stringMatching(/^[A-Za-wyz0-9_][A-Za-wyz0-9_/=-]{0,7}$/);
const words = fc.array(word, { minLength: 1, maxLength: 8 });
const gap = fc.constantFrom(' ', '  ', '\t', '     ');
const span = { file: '', start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } };

function met(kind: string, text: string, output: string): boolean {
  const args = kindByName(kind)?.parse(text);
  if (!args || 'problem' in args) throw new Error(`\`${text}\` is no ${kind}`);
  const expectation: Expectation = {
    kind,
    args: args.args,
    negated: false,
    stream: 'both',
    text,
    source: '',
    span,
  };
  return judgeExpectation(expectation, { text: output, exits: [], variables: {} }).met;
}

test('a line contains itself, and stops to when any word of the pattern changes', () => {
  fc.assert(
    fc.property(words, gap, fc.nat(), word, (line, blank, at, other) => {
      const output = `before\n${line.join(blank)}\nafter`;
      const changed = line.with(at % line.length, other);
      expect(met('text', line.join(' '), output)).toBe(true);
      // What a part of a word counts as is the subject of `contains.test.ts`.
      const isPart = line.some((each) => each !== other && each.includes(other));
      fc.pre(!isPart && !/before|after/.test(other));
      const there = output
        .split('\n')
        .some((row) => ` ${row.split(/\s+/).join(' ')} `.includes(` ${changed.join(' ')} `));
      expect(met('text', changed.join(' '), output)).toBe(there);
    }),
  );
});

test('a row has any of its fields in order, and no other', () => {
  fc.assert(
    fc.property(
      words,
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      fc.nat(),
      word,
      (fields, picks, at, other) => {
        const picked = fields.filter((_, index) => picks[index]);
        fc.pre(picked.length > 0);
        const output = fields.join('   ');
        expect(met('row', picked.join(' '), output)).toBe(true);
        const changed = picked.with(at % picked.length, other);
        expect(met('row', changed.join(' '), output)).toBe(isSubsequence(changed, fields));
      },
    ),
  );
});

test('a part of a line may be left out with dots', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), fc.nat(), (line, one, other) => {
      fc.pre(/^[!-~]+$/.test(line) && !/["$#.x]|HTTP/.test(line));
      const [from = 0, to = 0] = [one % (line.length + 1), other % (line.length + 1)].toSorted(
        (a, b) => a - b,
      );
      expect(met('text', `${line.slice(0, from)}...${line.slice(to)}`, line)).toBe(true);
    }),
  );
});

test('a pattern of many gaps takes no longer on a line that almost fits', () => {
  const pattern = `${'a...'.repeat(40)}b`;
  for (const kind of ['text', 'row'] as const) {
    const grown = growth(5000, (size) => expect(met(kind, pattern, 'a'.repeat(size))).toBe(false));
    expect(grown, kind).toBeLessThan(linear);
  }
  const addresses = '1.x.x.x '.repeat(30);
  const grown = growth(1000, (size) => expect(met('text', addresses, '1.1.1.1 '.repeat(size))).toBe(true));
  expect(grown).toBeLessThan(linear);
});

function isSubsequence(wanted: readonly string[], fields: readonly string[]): boolean {
  let at = 0;
  for (const field of fields) if (field === wanted[at]) at += 1;
  return at === wanted.length;
}
