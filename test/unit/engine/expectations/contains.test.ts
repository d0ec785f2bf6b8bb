import { describe, expect, test } from 'vitest';
import { differences, distance } from '../../../../src/engine/expectations/contains.ts';
import type { Json } from '../../../../src/engine/model/json.ts';

function found(wanted: Json, actual: Json, unordered = false) {
  return differences(wanted, actual, { path: '', matches: (text, there) => text === there, unordered });
}

function contains(wanted: Json, actual: Json): boolean {
  return found(wanted, actual).length === 0;
}

describe('a value contains', () => {
  test.each<[string, Json, Json]>([
    ['an equal text', 'a', 'a'],
    ['an equal number', 3, 3],
    ['an equal truth', true, true],
    ['some keys of a map', { a: 1 }, { a: 1, b: 2 }],
    ['keys further down', { a: { b: { c: 1 } } }, { a: { b: { c: 1, d: 2 }, e: 3 } }],
    ['an empty map, whatever is in it', { emptyDir: {} }, { emptyDir: { medium: 'Memory' } }],
    ['some items of a list', [2], [1, 2, 3]],
    ['items in the order that is written, others between', [1, 3], [1, 2, 3]],
    ['parts of items', [{ type: 'A' }], [{ type: 'B' }, { type: 'A', status: 'True' }]],
    ['lists in lists', [[1]], [[2], [3, 1]]],
    ['any value for `...`', { a: '...', b: '...', c: '…' }, { a: 1, b: { c: [] }, c: null }],
    ['any item for `...`', ['...'], [{}]],
    ['a key with a dot in it', { 'app.io/name': 'x' }, { 'app.io/name': 'x', app: 1 }],
    ['a key that objects have by themselves', { constructor: 1 }, { constructor: 1 }],
  ])('%s', (_, wanted, actual) => {
    expect(found(wanted, actual)).toEqual([]);
  });
});

describe('a value does not contain', () => {
  test.each<[string, Json, Json]>([
    ['another text', 'a', 'b'],
    ['a number for a text', 80, '80'],
    ['a text for a number', '80', 80],
    ['a truth for a text', true, 'True'],
    ['a key that is missing', { a: 1 }, { b: 1 }],
    ['a key that objects have by themselves', { constructor: '...' }, {}],
    ['a map in a list', { a: 1 }, [{ a: 1 }]],
    ['a list in a map', [1], { 0: 1 }],
    ['items in another order', [3, 1], [1, 2, 3]],
    ['an item that is there once, twice', [1, 1], [1]],
    ['an item that no item contains', [{ type: 'A', status: 'True' }], [{ type: 'A' }, { status: 'True' }]],
    ['any item of an empty list', ['...'], []],
    ['a map in nothing', { a: 1 }, null],
    ['`...` where nothing is', { a: '...' }, {}],
  ])('%s', (_, wanted, actual) => {
    expect(contains(wanted, actual)).toBe(false);
  });
});

describe('in any order', () => {
  test.each<[string, Json, Json, boolean]>([
    ['items may stand anywhere', [3, 1], [1, 2, 3], true],
    ['each wanted item has one of its own', [1, 1], [1, 2], false],
    ['an item is left to the one that has no other', [{ a: 1 }, { b: 2 }], [{ a: 1, b: 2 }, { a: 1 }], true],
    ['lists in lists too', [[2, 1]], [[1, 2]], true],
  ])('%s', (_, wanted, actual, holds) => {
    expect(found(wanted, actual, true).length === 0).toBe(holds);
  });

  test('is what an item in another place is told to allow', () => {
    expect(found([3, 1], [1, 2, 3])[0]?.hint).toContain('`unordered`');
  });
});

describe('the first difference', () => {
  const conditions = [
    { type: 'Accepted', status: 'True' },
    { type: 'Programmed', status: 'False', reason: 'Pending', message: 'waiting for a pod' },
  ];

  test.each<[string, Json, Json, string, string, string | undefined]>([
    ['of a value', { a: { b: 1 } }, { a: { b: 2 } }, '.a.b = 1', '.a.b = 2', undefined],
    [
      'of a key that is missing',
      { status: { phase: 'X' } },
      {},
      '.status = {"phase":"X"}',
      'there is no .status',
      undefined,
    ],
    [
      'of a misspelt key',
      { podIp: 'a' },
      { podIP: 'a' },
      '.podIp = "a"',
      'there is no .podIp',
      'There is `.podIP`.',
    ],
    ['of any value', { uid: '...' }, {}, 'a value at .uid', 'there is no .uid', undefined],
    [
      'of an item that is meant by its type says what the item says of it',
      { conditions: [{ type: 'Programmed', status: 'True' }] },
      { conditions },
      '.conditions[type=Programmed].status = "True"',
      '.conditions[type=Programmed].status = "False" (Pending: waiting for a pod)',
      undefined,
    ],
    [
      'of an item that is not there tells which are',
      { conditions: [{ type: 'Programed', status: 'True' }] },
      { conditions },
      '.conditions has {"type":"Programed","status":"True"}',
      '.conditions has type Accepted, Programmed',
      'Did you mean `type: Programmed`?',
    ],
    ['of an item that is a scalar', ['c'], ['a', 'b'], ' has "c"', ' = ["a","b"]', undefined],
    [
      'of an item without a name is that of the closest one',
      [{ from: { a: 1, b: 2 } }],
      [{ from: { a: 9, b: 9 } }, { from: { a: 1, b: 3 } }],
      '[0].from.b = 2',
      '[0].from.b = 3',
      undefined,
    ],
    [
      'of a text that looks like a truth',
      { status: true },
      { status: 'True' },
      '.status = true',
      '.status = "True"',
      'The server has it as a text: write it in quotes, `"True"`.',
    ],
    [
      'of a number that looks like a text',
      { port: '80' },
      { port: 80 },
      '.port = "80"',
      '.port = 80',
      'The server does not have it as a text: write it without quotes, `80`.',
    ],
    [
      'of a key with signs in it',
      { 'app.io/name': 'x' },
      { 'app.io/name': 'y' },
      '["app.io/name"] = "x"',
      '["app.io/name"] = "y"',
      undefined,
    ],
  ])('%s', (_, wanted, actual, expected, there, hint) => {
    const [first] = found(wanted, actual);
    expect(first?.expected).toBe(expected);
    expect(first?.actual).toBe(there);
    expect(first?.hint).toBe(hint);
  });
});

test('an object is the further away the more of what is wanted it lacks', () => {
  const wanted = { a: 1, b: { c: 2, d: 3 } };
  const far = [wanted, { a: 1, b: { c: 2, d: 4 } }, { a: 1, b: { c: 2 } }, { a: 1 }, {}].map((actual) =>
    distance(found(wanted, actual)),
  );
  expect(far).toEqual([0, 1, 1.5, 2.5, 4]);
});
