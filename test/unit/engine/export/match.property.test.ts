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
    kind: fc.constantFrom('text', 'text', 'row', 'row', 'exact'),
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
    const whole = kind === 'exact' ? inside : `${around[0]}${inside}${around[1]}`;
    return { kind, text, output: whole, variables: { A } };
  });

const atom = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('a', 'b', 'A', '1', ' ', '-', 'é', '\\.', '\\/', '\\[', '/', '"', "'", ':'),
  },
  { weight: 4, arbitrary: fc.constantFrom('.', '\\d', '\\w', '\\s', '\\S', '\\D', '\\W', '\\t') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '[a-c]',
      '[^a]',
      '[]',
      '[^]',
      '[\\]^-]',
      '[-^]',
      '[\\[\\\\]',
      '[é-í]',
      '[^\\d ]',
      '[A-z]',
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom('^', '$', '\\b', '(?:a|b)', '(a|)', '()', '{', '}', ']') },
);
const regex = fc
  .array(fc.tuple(atom, fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,}', '{0,2}', '*?', '|')), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) =>
    parts.map(([one, count]) => `${one}${/^(\^|\$|\\b)$/.test(one) && count !== '|' ? '' : count}`).join(''),
  );
const lines = some(
  fc.constantFrom(
    'a',
    'b',
    'ab',
    'A',
    '1',
    '12',
    ' ',
    '-',
    'é',
    'í',
    '.',
    '/',
    '[',
    ']',
    '^',
    '\\',
    '"',
    "'",
    ':',
    '{',
    '\t',
    '\n',
    '\u00a0',
  ),
  10,
);

/** Lines with something in them that matches, as far as it can be made up. */
function matching(text: string): fc.Arbitrary<string> {
  try {
    return fc.tuple(lines, fc.stringMatching(new RegExp(text)), lines).map((parts) => parts.join(''));
  } catch {
    return lines;
  }
}

const ofRegexes = regex
  .filter((text) => isRegex(text))
  .chain((text) =>
    fc.record({
      kind: fc.constant('regex'),
      text: fc.constant(text),
      output: fc.oneof(lines, matching(text)),
      variables: fc.constant({}),
    }),
  );

function isRegex(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

const value = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, 3, 1.5, 'Running', '3', 'a b', 'a\nb', 'é"\\'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c d'), tie('json'), { maxKeys: 3 }),
  ),
})).json;
const path = fc.array(fc.constantFrom('.a', '.b', '["c d"]', '[0]', '[-1]', '[*]'), { maxLength: 3 });
const ofJson = fc
  .record({
    path: path.map((steps) => `.${steps.join('')}`.replace('..', '.')),
    wanted: fc.constantFrom(
      '',
      ' = Running',
      ' = 3',
      ' = "3"',
      ' = ...b',
      ' = null',
      ' = [1.50, 3]',
      ' = {"a":3}',
      ' = ${A}',
    ),
    output: value.map((document) => JSON.stringify(document, null, 1)),
  })
  .map(({ path: where, wanted, output: document }) => ({
    kind: 'json',
    text: `${where}${wanted}`,
    output: document,
    variables: { A: 'Running' },
  }));

const span = { file: '', start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } };
const kinds = fc.oneof(
  { weight: 4, arbitrary: ofPatterns },
  { weight: 3, arbitrary: ofRegexes },
  { weight: 1, arbitrary: ofJson },
);

const judged: fc.Arbitrary<Judged> = fc
  .tuple(kinds, fc.boolean())
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

test('colours alone are no line, for both', async () => {
  const text = '…';
  const expectation = {
    kind: 'exact',
    args: parsePattern(text),
    text,
    negated: false,
    stream: 'both',
    source: '# expect',
    span,
  } as const;
  const exit = { exitCode: 0, pipeStatus: [0] };
  const cases = ['\u001b[0m', '\u001b[0m\n', ''].map((output) => ({
    expectation,
    exit,
    output,
    variables: {},
  }));
  const found = await judgeByScript(cases);
  expect(found).toEqual(['unmet', 'met', 'unmet']);
  expect(cases.map(judgeByEngine)).toEqual(found);
});

test('a script finds in an output what the engine finds in it', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(judged, { minLength: 80, maxLength: 80 }), async (cases) => {
      const found = await judgeByScript(cases);
      const differing = cases.flatMap((each, index) => {
        const engine = judgeByEngine(each);
        const { expectation, ...rest } = each;
        return found[index] === engine
          ? []
          : [{ kind: expectation.kind, text: expectation.text, ...rest, engine, script: found[index] }];
      });
      expect(differing).toEqual([]);
    }),
    { numRuns: runs(1, 150), endOnFailure: true },
  );
});
