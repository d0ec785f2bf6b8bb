import { expect, test } from 'vitest';
import { strategicMerge } from '../../../../src/sandbox/apiserver/patch/strategic-merge.ts';
import { ApiError } from '../../../../src/sandbox/apiserver/store/api-error.ts';

const keys: Readonly<Record<string, string>> = { items: 'name', 'items.ports': 'port' };
const merge = (target: unknown, patch: unknown) =>
  strategicMerge(target, patch, (path) => keys[path.join('.')]);
const live = {
  a: 1,
  items: [
    { name: 'x', image: '1', ports: [{ port: 80, name: 'http' }] },
    { name: 'y', image: '2' },
  ],
  plain: ['p', 'q'],
};

test.each<[string, unknown, unknown]>([
  [
    'items merge by their key',
    { items: [{ name: 'y', image: '3' }] },
    { items: [live.items[0], { name: 'y', image: '3' }] },
  ],
  [
    'an unknown item comes before those that the patch does not name',
    { items: [{ name: 'z' }] },
    { items: [{ name: 'z' }, ...live.items] },
  ],
  [
    'items that the patch does not name stay in front of those that they were in front of',
    { items: [{ name: 'y', image: '3' }, { name: 'z' }] },
    { items: [live.items[0], { name: 'y', image: '3' }, { name: 'z' }] },
  ],
  [
    'a nested list merges by its own key',
    { items: [{ name: 'x', ports: [{ port: 80, name: 'web' }] }] },
    {
      items: [{ name: 'x', image: '1', ports: [{ port: 80, name: 'web' }] }, live.items[1]],
    },
  ],
  [
    '$patch: delete takes an item out',
    { items: [{ name: 'x', $patch: 'delete' }] },
    { items: [live.items[1]] },
  ],
  [
    '$patch: replace takes the list as given',
    { items: [{ name: 'n' }, { $patch: 'replace' }] },
    { items: [{ name: 'n' }] },
  ],
  ['$patch: replace in an object forgets the rest', { $patch: 'replace', b: 2 }, undefined],
  ['$retainKeys keeps only what it names', { $retainKeys: ['items', 'b'], b: 2 }, undefined],
  [
    '$deleteFromPrimitiveList takes values out',
    { '$deleteFromPrimitiveList/plain': ['p'] },
    { plain: ['q'] },
  ],
  [
    '$setElementOrder orders the list',
    { '$setElementOrder/items': [{ name: 'y' }, { name: 'x' }] },
    {
      items: [live.items[1], live.items[0]],
    },
  ],
  ['a list without a key is replaced', { plain: ['z'] }, { plain: ['z'] }],
  ['null removes a field', { a: null, plain: null }, { items: live.items, a: undefined, plain: undefined }],
])('%s', (title, patch, expected) => {
  const whole: Record<string, unknown> = {
    '$patch: replace in an object forgets the rest': { b: 2 },
    '$retainKeys keeps only what it names': { items: live.items, b: 2 },
  };
  const before = structuredClone(live);
  const merged = merge(live, patch);
  expect(merged).toEqual(whole[title] ?? { ...live, ...(expected as object) });
  expect(live).toEqual(before);
});

test('an item without its key, and an unknown directive, are refused', () => {
  expect(() => merge(live, { items: [{ image: '1' }] })).toThrow(ApiError);
  expect(() => merge(live, { $patch: 'explode' })).toThrow('Unknown patch type: explode');
});

test('a field named __proto__ is only a field', () => {
  const merged = merge({}, JSON.parse('{"__proto__":{"polluted":true}}')) as object;
  expect(Object.keys(merged)).toEqual(['__proto__']);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
