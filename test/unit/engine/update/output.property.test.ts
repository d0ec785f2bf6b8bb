import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeExpectation } from '../../../../src/engine/expectations/judge-expectation.ts';
import { applyEdits } from '../../../../src/engine/format/edits.ts';
import type { Expectation } from '../../../../src/engine/model/runbook.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { byForm } from '../../../../src/engine/update/moving.ts';
import { renewOutput } from '../../../../src/engine/update/renew-output.ts';
import { runs } from '../../../helpers/budget.ts';

const variables = { NAME: 'named' };
const word = fc.constantFrom(
  'a',
  'b-c',
  '1/1',
  'Running',
  '10.96.4.7',
  '5m3s',
  'web-675fc69cf-x2x4z',
  '—',
  '#',
  'named',
  '"',
  'k=v',
  '3',
);
const printed = fc
  .array(word, { maxLength: 5 })
  .chain((words) => fc.constantFrom(' ', '   ').map((blank) => words.join(blank)));
const wanted = fc.oneof(
  { weight: 6, arbitrary: printed },
  { weight: 1, arbitrary: fc.constant('...') },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.oneof(word, fc.constantFrom('...', '10.x.x.x', '${NAME}', 'web-...')), {
        minLength: 1,
        maxLength: 5,
      })
      .map((words) => words.join('  ')),
  },
);

const scene = fc.record({
  body: fc.array(wanted, { minLength: 1, maxLength: 6 }),
  edits: fc.array(fc.tuple(fc.nat(), fc.constantFrom('add', 'remove', 'change'), printed), { maxLength: 3 }),
  around: fc.tuple(fc.array(printed, { maxLength: 2 }), fc.array(printed, { maxLength: 2 })),
  exact: fc.boolean(),
  prefix: fc.constantFrom('', '> ', '   '),
  end: fc.constantFrom('\n', '\r\n'),
});

type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

/** What the body asks for with some of its lines changed, and other lines around it. */
function outputOf({ body, edits, around, exact }: Scene): string {
  const lines = body.map((line) =>
    line.replaceAll('${NAME}', 'named').replaceAll('10.x.x.x', '10.1.2.3').replaceAll('...', 'x y'),
  );
  for (const [at, how, line] of edits) {
    const index = at % (lines.length + 1);
    lines.splice(index, how === 'add' ? 0 : 1, ...(how === 'remove' ? [] : [line]));
  }
  const [before, behind] = exact ? [[], []] : around;
  return [...before, ...lines, ...behind].map((line) => `${line}\n`).join('');
}

function documentOf({ body, exact, prefix, end }: Scene): string {
  const fence = [`\`\`\`output${exact ? ' exact' : ''}`, ...body, '```'];
  return ['# A', '', '```bash', 'date', '```', '', ...fence.map((line) => prefix + line), '', 'End'].join(
    end,
  );
}

function expectationIn(text: string): Expectation | undefined {
  const { runbook, diagnostics } = parse({ file: 'a.md', path: '/a.md', text });
  if (diagnostics.some(({ severity }) => severity === 'error')) return undefined;
  return runbook.steps[0]?.blocks[0]?.segments[0]?.expectations[0];
}

function met(expectation: Expectation, text: string): boolean {
  return judgeExpectation(expectation, { text, exits: [], variables }).met;
}

test('an updated fence is met by what it was made from, and nothing else of the page has changed', () => {
  let made = 0;
  fc.assert(
    fc.property(scene, (each) => {
      const document = documentOf(each);
      const output = outputOf(each);
      const before = expectationIn(document);
      fc.pre(before !== undefined && !met(before, output));
      const renewed = renewOutput(before, document, {
        variables,
        others: [],
        moving: byForm,
        all: false,
        streams: [{ text: output, bytes: output.length, truncated: false }],
      });
      fc.pre('edits' in renewed);
      made += 1;
      const after = applyEdits(document, renewed.edits);
      const expectation = expectationIn(after);
      expect(expectation && met(expectation, output)).toBe(true);
      const { start, end } = before.span;
      expect(after.slice(0, start.offset)).toBe(document.slice(0, start.offset));
      expect(after.endsWith(document.slice(end.offset))).toBe(true);
      const marks = after.slice(start.offset, after.length - (document.length - end.offset)).split(each.end);
      expect(marks.at(0)).toBe(`\`\`\`output${each.exact ? ' exact' : ''}`);
      expect(marks.slice(1).every((line) => line.startsWith(each.prefix))).toBe(true);
    }),
    { numRuns: runs(70) },
  );
  expect(made).toBeGreaterThan(6);
});
