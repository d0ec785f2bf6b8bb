import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeReport } from '../../../../src/engine/expectations/object-report.ts';
import { kindByName } from '../../../../src/engine/expectations/registry.ts';
import { cannotExpect } from '../../../../src/engine/export/bash/expectation.ts';
import type { Json } from '../../../../src/engine/model/json.ts';
import type { Expectation } from '../../../../src/engine/model/runbook.ts';
import { runs } from '../../../helpers/budget.ts';
import { type Judged, judgeByEngine, judgeByScript } from './judge-by-script.ts';

const span = { file: '', start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } };

function judged(
  kind: string,
  args: Json,
  rest: Omit<Judged, 'expectation' | 'exit'>,
  negated = false,
): Judged {
  const expectation: Expectation = {
    kind,
    args,
    negated,
    stream: 'stdout',
    text: '',
    source: '# expect',
    span,
  };
  return { expectation, exit: { exitCode: 0, pipeStatus: [0] }, ...rest };
}

/** Lines that are alike, so that runs begin in many places. */
const line = fc.constantFrom(
  'a',
  'b',
  'a b',
  'a  b',
  '',
  'x.x.x.x',
  '1.2.3.4',
  '# a',
  '"a"',
  '...',
  'a...',
  '${A}',
  'a — note',
  'a ',
);
const ofLines = fc
  .record({
    wanted: fc.array(line, { minLength: 1, maxLength: 5 }),
    printed: fc.array(fc.oneof(line, fc.constantFrom('a', 'b', 'c', '')), { maxLength: 7 }),
    shares: fc.boolean(),
    exact: fc.boolean(),
    A: fc.constantFrom('a', 'a b', ' b'),
  })
  .map(({ wanted, printed, shares, exact, A }) => {
    const read = kindByName('output')?.parse(wanted.join('\n'), new Set(exact ? ['exact' as const] : []));
    const inside = shares
      ? [...printed, ...wanted.filter((text) => text !== '...'), ...(exact ? [] : printed)]
      : printed;
    if (read === undefined || 'problem' in read) return undefined;
    return judged('output', read.args, { output: inside.join('\n'), variables: { A } });
  });

const text = fc.constantFrom(
  '...',
  'web-...',
  '10.x.x.x',
  '10.1.2.3',
  'a b',
  'a  b',
  'web-1',
  '',
  '${A}',
  'a${A}...',
  'é.*+?',
  'HTTP 2xx',
  'HTTP/2 200',
  '"..."',
  'a\nb',
);
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(text, fc.constantFrom<Json>(null, true, 1, 2, 1.5)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c d', 'é'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** A document that is near what is wanted: some texts as their patterns want them, some keys and items more or fewer. */
function near(value: Json, seed: number): Json {
  const turn = (seed * 7 + JSON.stringify(value).length) % 11;
  if (turn === 0) return null;
  if (typeof value === 'string')
    return value
      .replace('...', turn > 6 ? '' : 'x')
      .replaceAll('.x', '.7')
      .replace('${A}', 'v');
  if (Array.isArray(value)) {
    const items = value.map((item: Json, index) => near(item, seed + index));
    return turn === 1 ? items.toReversed() : turn === 2 ? [...items, 'more'] : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, Json] => [
    key,
    near(item as Json, seed + key.length),
  ]);
  return Object.fromEntries(turn === 3 ? entries.slice(1) : turn > 8 ? entries : [...entries, ['z', 1]]);
}

const ofJson = fc
  .record({ wanted: json, exact: fc.boolean(), seed: fc.nat(100), A: fc.constantFrom('v', 'a b', '') })
  .map(({ wanted, exact, seed, A }) => {
    const read = kindByName('json-output')?.parse(
      JSON.stringify(wanted),
      new Set(exact ? ['exact' as const] : []),
    );
    if (read === undefined || 'problem' in read) return undefined;
    return judged('json-output', read.args, {
      output: JSON.stringify(near(wanted, seed), null, 1),
      variables: { A },
    });
  });

const generation = fc.constantFrom<Json>(0, 1, 2, '2', null);
const condition = fc.record({
  type: fc.constantFrom('Ready', 'Up'),
  status: fc.constantFrom('True', 'Unknown'),
  observedGeneration: generation,
});
const ofObjects = fc
  .record({
    wanted: fc.dictionary(fc.constantFrom('spec', 'data'), json, { maxKeys: 2 }),
    conditions: fc.array(condition, { maxLength: 3 }),
    asked: fc.option(
      fc.constantFrom<Json>(
        { conditions: [{ type: 'Ready', status: 'True' }] },
        { conditions: [{ status: 'Unknown' }] },
        '...',
      ),
    ),
    generations: fc.tuple(generation, generation),
    seeds: fc.array(fc.nat(100), { maxLength: 3 }),
    negated: fc.boolean(),
  })
  .map(({ wanted, conditions, asked, generations, seeds, negated }) => {
    const object = { apiVersion: 'v1', kind: 'Pod', ...wanted, ...(asked === null ? {} : { status: asked }) };
    const found = seeds.map((seed) => ({
      ...(near(object, seed) as object),
      metadata: { generation: generations[0] },
      status: { conditions, observedGeneration: generations[1] },
    }));
    const output = writeReport([{ asked: 'Pod', found: found as never }]);
    const args = { document: 1, called: 'Pod', apiVersion: 'v1', kind: 'Pod', object };
    return judged('object', args as Json, { output, variables: { A: 'v' } }, negated);
  });

const object = fc.constantFrom('service/web', 'deployment.apps/web', 'gateway.gateway.networking.k8s.io/agw');
const result = fc.constantFrom('created', 'configured', 'unchanged');
const said = fc.tuple(
  object,
  result,
  fc.array(fc.constantFrom('Ready=True', 'Ready=False (Why: not)', 'Up=Unknown'), { maxLength: 2 }),
);
const ofApplied = fc
  .record({
    asked: fc.oneof(result, fc.constantFrom('Ready=True', 'Ready=False', 'Up=Unknown', 'Other=True')),
    of: fc.option(fc.constantFrom('service/web', 'deployment/web', 'deployment.apps/web', 'gateway/agw')),
    objects: fc.uniqueArray(said, { maxLength: 3, selector: ([name]) => name }),
    negated: fc.boolean(),
  })
  .map(({ asked, of, objects, negated }) => {
    const read = kindByName('applied')?.parse(of === null ? asked : `${of} ${asked}`);
    if (read === undefined || 'problem' in read) return undefined;
    const lines = objects.flatMap(([name, what, conditions]) => [
      `${name} ${what}`,
      ...conditions.map((each) => `  ${each}`),
    ]);
    return judged(
      'applied',
      read.args,
      { output: lines.map((each) => `${each}\n`).join(''), variables: {} },
      negated,
    );
  });

const cases = fc
  .oneof(ofLines, ofJson, ofObjects, ofApplied)
  .filter((each) => each !== undefined)
  .filter(({ expectation }) => cannotExpect(expectation) === undefined);

test('a script finds what fences expect where the engine finds it', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(cases, { minLength: 60, maxLength: 60 }), async (all) => {
      const found = await judgeByScript(all);
      const differing = all.flatMap((each, index) => {
        const engine = judgeByEngine(each);
        const { expectation, output, variables } = each;
        const { kind, args, negated } = expectation;
        return found[index] === engine
          ? []
          : [{ kind, args, negated, output, variables, engine, script: found[index] }];
      });
      expect(differing).toEqual([]);
    }),
    { numRuns: runs(1, 100), endOnFailure: true },
  );
});
