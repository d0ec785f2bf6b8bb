import { describe, expect, test } from 'vitest';
import { judgeExpectation, variablesOf } from '../../../../src/engine/expectations/judge-expectation.ts';
import { output as kind } from '../../../../src/engine/expectations/kinds/output.ts';
import type { Judgement } from '../../../../src/engine/model/verdict.ts';
import { readExpectation } from './read-expectation.ts';

function judge(info: string, lines: readonly string[], output: string, variables = {}): Judgement {
  const expectation = readExpectation([`\`\`\`${info}`, ...lines, '```'].join('\n'));
  return judgeExpectation(expectation, { text: output, exits: [], variables });
}

describe('lines of an output', () => {
  const pods = [
    'Warning: policy/v1beta1 is deprecated',
    'NAME              READY   STATUS    RESTARTS   AGE',
    'agw-waypoint-x7   1/1     Running   0          4m',
    '',
    'reviews-v1-9f     2/2     Running   0          4m',
    'see https://example.org/pods',
  ].join('\n');

  test.each([
    ['output', ['NAME  READY ...', '...', 'reviews-...   2/2   Running ...'], true],
    ['output', ['NAME  READY ...', 'reviews-...   2/2   Running ...'], false],
    ['output', ['agw-waypoint-... ... 4m', '', 'reviews-... ... 4m'], true],
    ['output', ['', 'agw-waypoint-... ...', '', ''], true],
    ['output', ['    agw-waypoint-x7 1/1 Running 0 4m'], true],
    ['output', ['agw-waypoint-x7 1/1'], false],
    ['output', ['agw-waypoint-x7 1/1 ... ← the waypoint'], true],
    ['output', ['see https://example.org/pods', '...'], true],
    ['output', ['...', '', 'Warning: ...'], true],
    ['output', ['…', 'Warning: ...', '…'], true],
    ['output exact', ['Warning: ...', '...', 'see ...'], true],
    ['output exact', ['Warning: ...', '...', '', 'reviews-... ...'], false],
    ['output exact', ['NAME ...', '...'], false],
    ['output exact', ['...', 'NAME ...', '...'], true],
  ])('`%s` of %j: %s', (info, lines, met) => {
    expect(judge(info, lines, pods).met).toBe(met);
  });

  test('begin again where a first line comes twice', () => {
    expect(judge('output', ['a', 'a', 'b'], 'a\na\na\nb\n').met).toBe(true);
    expect(judge('output exact', ['...', 'a', 'b'], 'a\nb\na\nb\n').met).toBe(true);
    expect(judge('output exact', ['...', 'a', 'b'], 'a\nb\na\nb\nc\n').met).toBe(false);
  });

  test('may be given in pieces', () => {
    const { args } = readExpectation('```output\nb\nc\n...\ne\n```');
    const watch = kind.watch(args as never, { variables: {}, negated: false });
    const enough = ['a\nb\n', 'c\nd\n', 'e\n', 'f\n'].map((piece) =>
      watch.take({ shown: piece, printed: piece }),
    );
    expect(enough).toEqual([false, false, true, true]);
    expect(watch.finding({ exits: [], kept: '' })).toEqual({ result: 'found' });
  });

  test('are right as printed, whatever they mean as a pattern', () => {
    const lines = ['# a heading', 'replicas: 3 # default', '"Running"', '10.x.x.x', 'HTTP 2xx', '→ — ←'];
    expect(judge('output exact', lines, lines.join('\n')).met).toBe(true);
    expect(judge('output', ['"Running"'], 'Running\n').met).toBe(true);
    expect(judge('output', ['# a heading'], 'a heading\n').met).toBe(false);
  });

  test('have the values of variables, and cannot be judged without', () => {
    const lines = ['a', 'at ${VIP} ...'];
    expect(variablesOf(readExpectation('```output\na\nat ${VIP} ...\n```'))).toEqual(['VIP']);
    expect(judge('output', lines, 'a\nat 10.1.2.3 now\n', { VIP: '10.1.2.3' }).met).toBe(true);
    expect(judge('output', lines, 'a\nat 10.1.2.4 now\n', { VIP: '10.1.2.3' }).met).toBe(false);
    expect(judge('output', lines, 'a\nat  now\n')).toMatchObject({ met: false, errored: true, at: 2 });
  });
});

describe('what unmet output explains', () => {
  test('the line that came instead of the wanted one, and below which line', () => {
    expect(judge('output', ['a', 'b 1 c', 'd'], 'x\na\nb 2 c\nd\n')).toEqual({
      met: false,
      expected: 'b 1 c',
      actual: 'b 2 c',
      at: 2,
      closest: { line: 'b 2 c', from: 3, to: 4, expected: '1', number: 3, of: 4 },
      hint: 'It should stand right below output line 2, `a`.',
    });
  });

  test('the place that came furthest, of several at which the lines begin', () => {
    const judgement = judge('output', ['a', 'b', 'c'], 'a\nx\na\nb\ny\na\nz\n');
    expect(judgement).toMatchObject({ expected: 'c', actual: 'y', at: 3 });
  });

  test('that the output ends too early', () => {
    expect(judge('output', ['a', 'b'], 'x\na\n')).toMatchObject({
      expected: 'b',
      actual: 'the output ends there',
      hint: expect.stringContaining('line 2, `a`'),
    });
    expect(judge('output exact', ['a'], '\n')).toMatchObject({ expected: 'a', actual: 'no output' });
  });

  test('the closest line where not even the first one is there', () => {
    expect(judge('output', ['web 1/1 ...'], 'api 2/2\nweb 0/1 Pending\n')).toMatchObject({
      at: 1,
      actual: 'web 0/1 Pending',
      closest: { line: 'web 0/1 Pending', from: 5, to: 8, expected: '1/1', number: 2, of: 2 },
    });
    expect(judge('output', ['a', '...', 'b 1'], 'x\nb 0\na\ny\nb 2\n')).toMatchObject({
      closest: { line: 'b 2', number: 5, of: 5 },
    });
  });

  test('that the line goes on', () => {
    expect(judge('output', ['web 1/1'], 'web 1/1 Running\n')).toMatchObject({
      actual: 'web 1/1 Running',
      hint: expect.stringContaining('write `...`'),
    });
  });

  test('that lines stand in another order', () => {
    expect(judge('output', ['b', '...', 'a'], 'a\nb\nc\n')).toMatchObject({
      expected: 'a',
      at: 3,
      hint: 'It should stand somewhere below output line 2, `b`, but stands at output line 1.',
    });
  });

  test('the first line too many, and the first that is missing, of an exact one', () => {
    expect(judge('output exact', ['a', 'b'], 'a\nb\n\nc\nd\n')).toMatchObject({
      expected: 'the end of the output',
      actual: 'c',
      at: 2,
    });
    expect(judge('output exact', ['a', 'b'], 'x\na\nb\n')).toMatchObject({
      expected: 'a',
      actual: 'x',
      at: 1,
      hint: 'It should be the first line.',
    });
    expect(judge('output exact', ['a', '', 'b'], 'a\nb\n')).toMatchObject({
      expected: 'an empty line',
      actual: 'b',
      at: 2,
    });
  });
});

describe('JSON with values', () => {
  const pods = JSON.stringify({
    kind: 'List',
    items: [
      { metadata: { name: 'a-7', labels: { 'app/name': 'a' } }, ready: true },
      { metadata: { name: 'b-9', labels: {} }, ready: false },
      { metadata: { name: 'c-1', labels: {} }, ready: true },
    ],
  });

  test.each([
    ['{ "kind": "List" }', 'met'],
    ['{ "items": ["...", { "metadata": { "name": "b-..." } }] }', 'met'],
    ['{ "items": [{ "ready": true }, "...", { "ready": true }, "..."] }', 'met'],
    ['{ "items": [{ "ready": true }, {}, {}] }', 'met'],
    ['{ "items": [{}, {}] }', '.items is a list of 3 items'],
    ['{ "items": [{}, { "ready": true }, {}] }', '.items[1].ready = false'],
    ['{ "items": "a list" }', '.items is a list of 3 items'],
    ['{ "items": ["…", { "ready": 1 }] }', 'no such item in .items'],
    ['{ "items": ["…", { "metadata": { "name": "c-1" }, "ready": false }] }', '.items[2].ready = true'],
    ['{ "items": [{ "ready": false }, "…", { "ready": false }] }', 'no such item in .items behind [1]'],
    [
      '{ "items": [{ "metadata": { "labels": { "app/name": "b" } } }, {}, {}] }',
      '.items[0].metadata.labels["app/name"] = "a"',
    ],
    ['{ "itemz": "..." }', 'there is no .itemz'],
    ['[]', '. is an object'],
  ])('`%s` is %s', (body, expected) => {
    const judgement = judge('json output', [body], pods);
    expect(judgement.met ? 'met' : judgement.actual).toBe(expected);
  });

  test('is unmet at a line of the fence', () => {
    const body = [
      '{',
      '  "items": [',
      '    "...",',
      '    { "ready": false,',
      '      "metadata": { "name": "c" } }',
      '  ]',
      '}',
    ];
    expect(judge('json output', body, pods)).toMatchObject({
      at: 5,
      expected: '.items[1].metadata.name = "c"',
      actual: '.items[1].metadata.name = "b-9"',
      hint: expect.stringContaining('comes nearest'),
    });
  });

  test('has no other keys when it is exact', () => {
    expect(judge('json output exact', ['{ "a": { "b": "..." } }'], '{"a":{"b":[1]}}').met).toBe(true);
    expect(judge('json output exact', ['{', '"a": {} }'], '{"a":{"b":1}}')).toMatchObject({
      at: 2,
      expected: 'no .a.b',
      actual: '.a.b = 1',
    });
  });

  test('takes no text for a note, and values as they are', () => {
    expect(judge('json output', ['{ "a": "b — c" }'], '{"a":"b"}').met).toBe(false);
    expect(judge('json output', ['{ "a": "b — c" }'], '{"a":"b — c"}').met).toBe(true);
    expect(judge('json output', ['{ "a": 1.0 }'], '{"a":1}').met).toBe(true);
    expect(judge('json output', ['{ "a": null }'], '{"a":null}').met).toBe(true);
    expect(judge('json output', ['{ "a": null }'], '{}').met).toBe(false);
    expect(judge('json output', ['{ "__proto__": {} }'], '{}').met).toBe(false);
  });

  test('is looked for on standard output', () => {
    expect(readExpectation('```json output\n{}\n```').stream).toBe('stdout');
    expect(readExpectation('```json output stderr\n{}\n```').stream).toBe('stderr');
    expect(judge('json output', ['{}'], 'Error: no')).toMatchObject({
      met: false,
      actual: expect.stringContaining('not JSON'),
    });
  });

  test('cannot be judged while a variable is unset', () => {
    expect(variablesOf(readExpectation('```json output\n{ "a": ["${VIP}"] }\n```'))).toEqual(['VIP']);
    expect(judge('json output', ['{ "a": "${VIP}" }'], '{"a":""}')).toMatchObject({ errored: true });
  });
});
