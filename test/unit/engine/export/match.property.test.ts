import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePattern } from '../../../../src/engine/expectations/pattern.ts';
import { kindByName } from '../../../../src/engine/expectations/registry.ts';
import { cannotExpect } from '../../../../src/engine/export/bash/expectation.ts';
import { runs } from '../../../helpers/budget.ts';
import { type Judged, judgeByEngine, judgeByScript } from './judge-by-script.ts';

const piece = fc.constantFrom(
  ...[
    'a',
    'b',
    'ab',
    'x',
    '1',
    '10',
    '200',
    '_',
    '-',
    '/',
    '.',
    ':',
    '=',
    "'",
    '\\',
    '$',
    '&',
    '%',
    '(',
    '[',
    '*',
  ],
  ...['é', 'ß', '日', 'Ⅷ', '٣', '—', '→', '😀', '\u0301', '…', ' ', '  ', '\t', '\u00a0', '\u2003', '\ufeff'],
  ...[
    '...',
    '10.x.x.x',
    'x.x.x.1',
    '10.96.7.1',
    '1.2.3.400',
    'HTTP 200',
    'HTTP 2xx',
    'HTTP/1.1 204',
    'HTTP/2 503',
  ],
  ...[
    '9.5',
    '-5',
    '+5',
    '–',
    '.5',
    '1,500',
    '95%',
    '2/3',
    '256',
    '::',
    '2001:db8::1',
    'not-ready',
    'a.b',
    '--a',
  ],
  ...['HTTP/1.1 200 OK', 'HTTP/1.1 200 bytes', 'HTTP/1.1 200 Connection established', '< ', 'ok'],
  ...['${A}', '${UNSET}'],
);
const drawn = fc.constantFrom(
  ...[
    '\u001b[31m',
    '\u001b[0m',
    '\u001b]0;t\u0007',
    '\u009b1K',
    '\u001b[2;3',
    '\u001b[12;3200H',
    '\u001b[K',
    '\u001b[2K',
    '\u0000',
  ],
  ...['\r', '\b', '\n', '\n'],
);
const some = (of: fc.Arbitrary<string>, maxLength: number) =>
  fc.string({ unit: of, minLength: 1, maxLength });
const pattern = some(piece, 5);
const literal = pattern.map((text) => `"${text.replace(/["\\]/g, '')}"`);
const output = some(fc.oneof({ weight: 6, arbitrary: piece }, { weight: 1, arbitrary: drawn }), 14);

/** Half of the outputs hold the pattern's own text, so that matches are not rare. */
const ofPatterns = fc
  .record({
    kind: fc.constantFrom('text', 'row'),
    text: fc.oneof({ weight: 4, arbitrary: pattern }, { weight: 1, arbitrary: literal }),
    around: fc.tuple(output, output),
    other: fc.option(output),
    A: fc.constantFrom('v', 'a  b', ' 10', 'é'),
  })
  .map(({ kind, text, around, other, A }) => {
    const inside =
      other ??
      text
        .replaceAll('...', '')
        .replaceAll('${A}', A)
        .replace(/^"(.*)"$/, '$1');
    return { kind, text, output: `${around[0]}${inside}${around[1]}`, variables: { A } };
  });

const span = { file: '', start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } };
const judged: fc.Arbitrary<Judged> = fc
  .tuple(ofPatterns, fc.boolean())
  .map(([{ kind, text, ...rest }, negated]) => {
    const read = text.trim() === '' ? undefined : kindByName(kind)?.parse(text.trim());
    if (read === undefined || 'problem' in read) return undefined;
    const expectation = {
      kind,
      args: read.args,
      negated,
      stream: 'both',
      text: text.trim(),
      source: '# expect',
      span,
    } as const;
    return { expectation, exit: { exitCode: 0, pipeStatus: [0] }, ...rest };
  })
  .filter((each) => each !== undefined)
  .filter(({ expectation }) => cannotExpect(expectation) === undefined);

/** What is met where the engine, too, would say so; and which of those that are met by the engine. */
async function compare(cases: readonly Judged[]) {
  const found = await judgeByScript(cases);
  expect(found).toHaveLength(cases.length);
  const shown = ({ expectation: { kind, text, negated }, output, variables }: Judged) => ({
    kind,
    text,
    negated,
    output,
    variables,
  });
  const both = cases.map((each, index) => ({ each, engine: judgeByEngine(each), script: found[index] }));
  return {
    laxer: both.flatMap(({ each, engine, script }) =>
      script === 'met' && engine !== 'met' ? [shown(each)] : [],
    ),
    met: both.filter(({ engine }) => engine === 'met').length,
    agreed: both.filter(({ engine, script }) => engine === 'met' && script === 'met').length,
  };
}

test('a script is never content where the engine is not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(judged, { minLength: 80, maxLength: 80 }), async (cases) => {
      expect((await compare(cases)).laxer).toEqual([]);
    }),
    { numRuns: runs(1, 150), endOnFailure: true },
  );
});

const ordinary = fc.constantFrom(
  'pod',
  'web-1',
  'Running',
  '1/1',
  '10.96.0.1',
  '42',
  'ready',
  'a:',
  '=',
  '"x"',
  'HTTP',
  '200',
);
const ofOrdinary: fc.Arbitrary<Judged> = fc
  .tuple(
    fc.constantFrom('text', 'row'),
    fc.array(ordinary, { minLength: 1, maxLength: 8 }),
    fc.nat(),
    fc.boolean(),
  )
  .map(([kind, words, at, negated]) => {
    const from = at % words.length;
    const text = words.slice(from, from + 2).join(' ');
    const read = kindByName(kind)?.parse(text);
    const args = read !== undefined && 'args' in read ? read.args : parsePattern(text);
    const expectation = { kind, args, negated, stream: 'both', text, source: '# expect', span } as const;
    return {
      expectation,
      output: `${words.join('  ')}\n`,
      exit: { exitCode: 0, pipeStatus: [0] },
      variables: {},
    };
  })
  .filter(({ expectation }) => cannotExpect(expectation) === undefined);

test('of words as tools print them a script finds all that the engine finds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(ofOrdinary, { minLength: 60, maxLength: 60 }), async (cases) => {
      const { laxer, met, agreed } = await compare(cases);
      expect({ laxer, missed: met - agreed }).toEqual({ laxer: [], missed: 0 });
      expect(met).toBeGreaterThan(10);
    }),
    { numRuns: runs(1, 50), endOnFailure: true },
  );
});
