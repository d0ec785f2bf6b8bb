import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeExpectation } from '../../../../src/engine/expectations/judge-expectation.ts';
import type { Expectation } from '../../../../src/engine/model/runbook.ts';
import { byForm } from '../../../../src/engine/update/moving.ts';
import { renew } from '../../../../src/engine/update/renew.ts';
import { runs } from '../../../helpers/budget.ts';
import { readExpectation } from '../expectations/read-expectation.ts';

const safe = 'bcdfghjklmnpqrstvwxz2456789';
const hash = (length: number) =>
  fc
    .array(fc.constantFrom(...safe), { minLength: length, maxLength: length })
    .map((letters) => letters.join(''));

/** Words that are others in each run: three of a form. */
const volatile = fc
  .constantFrom<fc.Arbitrary<string>>(
    fc.nat(255).map((octet) => `10.96.7.${octet}`),
    fc
      .tuple(fc.integer({ min: 1, max: 59 }), fc.integer({ min: 1, max: 59 }))
      .map(([minutes, seconds]) => `${minutes}m${seconds}s`),
    fc.tuple(hash(9), hash(5)).map(([one, other]) => `web-${one}-${other}`),
    fc.uuid(),
    fc
      .date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2040-01-01') })
      .map((date) => date.toISOString()),
  )
  .chain((form) => fc.uniqueArray(form, { minLength: 3, maxLength: 3 }));

/** Words that say something. Two numbers are near each other, so none of these is one. */
const word = fc.stringMatching(/^[A-Za-wyz][A-Za-wyz_]{0,7}$/).filter((text) => text !== 'HTTP');
const wild = fc.constantFrom('...', '10.x.x.x', '${NAME}');
const variables = { NAME: 'named' };

/** A word of a line: the same in each run, another in each run, or covered by a wildcard of the pattern. */
const part = fc.oneof(
  { weight: 5, arbitrary: word.map((text) => ({ pattern: text, runs: [text, text, text] })) },
  {
    weight: 1,
    arbitrary: volatile.map((runs) => ({ pattern: runs[0] ?? '', runs })),
  },
  {
    weight: 1,
    arbitrary: wild.chain((hole) =>
      fc.tuple(fill(hole), fill(hole), fill(hole)).map((runs) => ({ pattern: hole, runs })),
    ),
  },
);

/** What stands at a hole is no word of the line: of two like words, none is surely the one that is covered. */
function fill(hole: string) {
  if (hole === '...') return word.map((text) => `x${text}`);
  return hole === '${NAME}' ? fc.constant('named') : fc.nat(255).map((octet) => `10.1.${octet}.9`);
}

const scene = fc.record({
  kind: fc.constantFrom('', 'row ', 'exact '),
  parts: fc.array(part, { minLength: 3, maxLength: 8 }),
  others: fc.array(
    fc.array(word, { maxLength: 5 }).map((words) => words.join(' ')),
    { maxLength: 4 },
  ),
  at: fc.nat(),
  changed: fc.tuple(fc.nat(), word),
});

type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

/** What the commands print in the run that made the page, in the one that fails, and in the one after the update. */
function outputsOf({ kind, parts, others, at, changed: [which, text] }: Scene): readonly string[] {
  return [0, 1, 2].map((run) => {
    const steady = parts
      .map((each, index) => ({ index, each }))
      .filter(({ each }) => each.pattern === each.runs[1]);
    const target = steady[which % Math.max(1, steady.length)]?.index;
    const line = parts.map(({ runs }, index) => (run > 0 && index === target ? text : runs[run])).join('  ');
    const lines = kind === 'exact ' ? [line] : others.toSpliced(at % (others.length + 1), 0, line);
    return `${lines.join('\n')}\n`;
  });
}

function expectationOf({ kind, parts }: Scene): Expectation {
  return readExpectation(
    `# expect ${kind.trim()}: ${parts.map(({ pattern }) => pattern).join(' ')} — a note`.replace(' :', ':'),
  );
}

function met(expectation: Expectation, text: string): boolean {
  return judgeExpectation(expectation, { text, exits: [{ exitCode: 0, pipeStatus: [0] }], variables }).met;
}

/** The expectation after an update by what a run printed; undefined when that was refused. */
function updated(expectation: Expectation, text: string): Expectation | undefined {
  const streams = [{ text, bytes: text.length, truncated: false }];
  const renewed = renew(expectation, { streams, others: [], moving: byForm, variables, all: false });
  if ('why' in renewed) return undefined;
  return readExpectation(
    `${expectation.source.slice(0, expectation.source.indexOf(':'))}: ${renewed.pattern} — a note`,
  );
}

test('an updated expectation is met by what it was made from', () => {
  let made = 0;
  fc.assert(
    fc.property(scene, (each) => {
      const [, failing = ''] = outputsOf(each);
      const after = updated(expectationOf(each), failing);
      fc.pre(after !== undefined);
      made += 1;
      expect(met(after, failing)).toBe(true);
    }),
    { numRuns: runs(50) },
  );
  expect(made).toBeGreaterThan(12);
});

test('and by the next run, whatever the words are then that differ each time', () => {
  fc.assert(
    fc.property(scene, (each) => {
      const [, failing = '', next = ''] = outputsOf(each);
      const before = expectationOf(each);
      const after = updated(before, failing);
      fc.pre(after !== undefined && !met(before, failing));
      expect(met(after, next)).toBe(true);
    }),
    { numRuns: runs(50) },
  );
});

test('it keeps every wildcard that still fits, its words and its kind', () => {
  fc.assert(
    fc.property(scene, (each) => {
      const [, failing = ''] = outputsOf(each);
      const before = expectationOf(each);
      const after = updated(before, failing);
      fc.pre(after !== undefined);
      const wilds = (text: string) =>
        text.split(' ').filter((field) => ['10.x.x.x', '${NAME}'].includes(field));
      expect(wilds(after.text)).toEqual(wilds(before.text));
      expect([after.kind, after.negated, after.stream]).toEqual([before.kind, before.negated, before.stream]);
    }),
    { numRuns: runs(50) },
  );
});

test('it is no weaker: with any of its words changed it is unmet', () => {
  fc.assert(
    fc.property(scene, fc.nat(), (each, which) => {
      const [, failing = ''] = outputsOf(each);
      const after = updated(expectationOf(each), failing);
      fc.pre(after !== undefined);
      const fields = after.text.split(' — ')[0]?.split(' ') ?? [];
      const plain = fields
        .map((field, index) => ({ field, index }))
        .filter(({ field }) => /^\w+$/.test(field));
      fc.pre(plain.length > 0);
      const index = plain[which % plain.length]?.index ?? 0;
      const other = readExpectation(
        `${after.source.slice(0, after.source.indexOf(':'))}: ${fields.with(index, 'unheardof').join(' ')}`,
      );
      expect(met(other, failing)).toBe(false);
    }),
    { numRuns: runs(50) },
  );
});

test('whatever is printed, an update is refused or met, never a crash', () => {
  const text = fc.string({ unit: 'binary' }).filter((line) => !line.includes('\n'));
  const pattern = fc.oneof(
    text,
    fc
      .array(
        fc.oneof(
          word,
          wild,
          volatile.map(([first]) => first),
          fc.constantFrom('"', '—', '$(x)', 'HTTP 200', ';', '#'),
        ),
      )
      .map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(
      fc.constantFrom('', ' row', ' exact'),
      pattern,
      fc.array(fc.oneof(text, pattern)),
      (kind, source, lines) => {
        let expectation: Expectation;
        try {
          expectation = readExpectation(`# expect${kind}: ${source}`);
        } catch {
          return;
        }
        const after = updated(expectation, lines.join('\n'));
        if (after && !met(expectation, lines.join('\n'))) expect(met(after, lines.join('\n'))).toBe(true);
      },
    ),
    { numRuns: runs(270) },
  );
});
