import { expect, test } from 'vitest';
import { applyObject } from '../../../../src/sandbox/apiserver/apply/apply.ts';
import type { OwnershipOf } from '../../../../src/sandbox/apiserver/apply/field-paths.ts';
import { parseManagedFields } from '../../../../src/sandbox/apiserver/apply/managed-fields.ts';
import { alwaysThereOf, ownershipOfKind } from '../../../../src/sandbox/apiserver/apply/ownership.ts';
import { trackUpdate, type Writer } from '../../../../src/sandbox/apiserver/apply/track.ts';
import { refuseUntyped } from '../../../../src/sandbox/apiserver/apply/untyped.ts';
import { ApiError } from '../../../../src/sandbox/apiserver/store/api-error.ts';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { servedKinds } from '../../../../src/sandbox/seed/served-kinds.ts';

const kinds = servedKinds();

const ownershipOf: OwnershipOf = (names) => {
  const path = names.join('.');
  if (path === 'spec.items') return { keys: ['name'] };
  if (path === 'spec.ports') return { keys: ['port', 'protocol'] };
  if (path === 'metadata.finalizers') return 'set';
  return path === 'spec.selector' ? 'atomic' : 'granular';
};

const writer = (manager: string): Writer => ({
  ownershipOf,
  isAlwaysThere: () => true,
  manager,
  apiVersion: 'test/v1',
  subresource: '',
  statusApart: true,
  time: '2026-01-01T00:00:00Z',
});

const object = (spec: unknown, metadata: object = {}): KubeObject =>
  ({ apiVersion: 'test/v1', kind: 'Thing', metadata: { name: 'a', ...metadata }, spec }) as KubeObject;

const apply = (
  manager: string,
  live: KubeObject | undefined,
  applied: KubeObject,
  force = false,
): KubeObject => applyObject({ live, applied, writer: writer(manager), force });

const update = (manager: string, old: KubeObject | undefined, next: KubeObject): KubeObject =>
  trackUpdate(old, next, writer(manager));

const ownersOf = (of: KubeObject): Record<string, string[]> =>
  Object.fromEntries(
    parseManagedFields(of.metadata.managedFields).map(({ manager, operation, fields }) => [
      `${manager} ${operation}`,
      [...fields].map((path) => path.replaceAll('\0', ' ')).sort(),
    ]),
  );

const refusal = (action: () => unknown): ApiError => {
  try {
    action();
  } catch (error) {
    if (error instanceof ApiError) return error;
  }
  throw new Error('nothing was refused');
};

test('an applier owns what it applies, item by item', () => {
  const live = apply('one', undefined, object({ n: 1, items: [{ name: 'x', v: 1 }], selector: { a: 'b' } }));
  expect(ownersOf(live)).toEqual({
    'one Apply': [
      'f:spec f:items k:{"name":"x"}',
      'f:spec f:items k:{"name":"x"} f:name',
      'f:spec f:items k:{"name":"x"} f:v',
      'f:spec f:n',
      'f:spec f:selector',
    ],
  });
});

test('the same configuration again changes nothing, not even a time', () => {
  const live = apply('one', undefined, object({ n: 1 }));
  const later: Writer = { ...writer('one'), time: '2027-01-01T00:00:00Z' };
  expect(applyObject({ live, applied: object({ n: 1 }), writer: later, force: false })).toEqual(live);
});

test('another value in a field of another manager is a conflict that names both', () => {
  const live = apply('one', undefined, object({ n: 1, items: [{ name: 'x', v: 1 }] }));
  const error = refusal(() => apply('two', live, object({ n: 2 })));
  expect(error).toMatchObject({
    code: 409,
    message: 'Apply failed with 1 conflict: conflict with "one": .spec.n',
    details: {
      causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.spec.n' }],
    },
  });
  const both = refusal(() => apply('two', live, object({ n: 2, items: [{ name: 'x', v: 2 }] })));
  expect(both.message).toBe(
    'Apply failed with 2 conflicts: conflicts with "one":\n- .spec.n\n- .spec.items[name="x"].v',
  );
});

test('a manager that updated is named with its version', () => {
  const live = update('editor', undefined, object({ n: 1 }));
  const error = refusal(() => apply('one', live, object({ n: 2 })));
  expect(error.message).toBe('Apply failed with 1 conflict: conflict with "editor" using test/v1: .spec.n');
});

test('force takes the fields, and the same value is shared without a conflict', () => {
  const live = apply('one', undefined, object({ n: 1, m: 1 }));
  const forced = apply('two', live, object({ n: 2, m: 1 }), true);
  expect(forced.spec).toEqual({ n: 2, m: 1 });
  expect(ownersOf(forced)).toEqual({
    'one Apply': ['f:spec f:m'],
    'two Apply': ['f:spec f:m', 'f:spec f:n'],
  });
});

test('what an applier leaves out goes, unless somebody else owns it', () => {
  const one = apply('one', undefined, object({ n: 1, m: 1, items: [{ name: 'x' }, { name: 'y', v: 1 }] }));
  const two = apply('two', one, object({ m: 1, items: [{ name: 'y', w: 2 }] }));
  const left = apply('one', two, object({ n: 1 }));
  expect(left.spec).toEqual({ n: 1, m: 1, items: [{ name: 'y', w: 2 }] });
});

test('fields that nobody owns stay when their neighbours go', () => {
  const live = apply('one', undefined, object({ n: 1, deep: { a: 1 } }));
  const defaulted = { ...live, spec: { n: 1, deep: { a: 1, fromServer: true } } } as KubeObject;
  expect(apply('one', defaulted, object({ n: 1 })).spec).toEqual({ n: 1, deep: { fromServer: true } });
});

test('ports are told apart by number and protocol, TCP being meant by none', () => {
  const live = apply('one', undefined, object({ ports: [{ port: 53 }, { port: 53, protocol: 'UDP' }] }));
  const two = apply('two', live, object({ ports: [{ port: 53, protocol: 'UDP', x: 1 }] }));
  expect(two.spec).toEqual({ ports: [{ port: 53 }, { port: 53, protocol: 'UDP', x: 1 }] });
});

test('finalizers are a set, each with its own owner', () => {
  const live = apply('one', undefined, object({}, { finalizers: ['a'] }));
  const two = apply('two', live, object({}, { finalizers: ['b'] }));
  expect(two.metadata.finalizers).toEqual(['a', 'b']);
  expect(apply('one', two, object({ n: 1 })).metadata.finalizers).toEqual(['b']);
});

test('an ordinary write takes over what it changes and loses what it removes', () => {
  const live = apply('one', undefined, object({ n: 1, m: 1 }));
  const changed = update('editor', live, { ...live, spec: { n: 2, k: 1 } } as KubeObject);
  expect(ownersOf(changed)).toEqual({ 'editor Update': ['f:spec f:k', 'f:spec f:n'] });
});

test('an emptied list of managers forgets them', () => {
  const live = apply('one', undefined, object({ n: 1 }));
  const reset = update('editor', live, { ...live, metadata: { ...live.metadata, managedFields: [{}] } });
  expect(ownersOf(reset)).toEqual({});
});

test('malformed managed fields are refused', () => {
  const bad = object({}, { managedFields: [{ manager: 'x', operation: 'Steal' }] });
  expect(refusal(() => update('editor', bad, bad)).code).toBe(400);
});

/** What server-side apply says of an object that it can't give types to. */
function untyped(object: { apiVersion: string; kind: string; spec: object }): string {
  const [group = '', version] = object.apiVersion.includes('/')
    ? object.apiVersion.split('/')
    : ['', object.apiVersion];
  const kind = kinds.byKind(group, version, object.kind);
  if (!kind) throw new Error(`no ${object.kind}`);
  const applied = { ...object, metadata: { name: 'a', namespace: 'b' } } as KubeObject;
  const { code, message } = refusal(() =>
    refuseUntyped(kind, { applied, ownershipOf: ownershipOfKind(kind) }),
  );
  expect(code).toBe(500);
  return message.replace(/^failed to create typed patch object \(b\/a; [^)]*\): /, '');
}

// What a real server answers, once where two fields of a map are wrong: it stops at the first.
test.each([
  [{ spec: { foo: 1, ports: [{ port: 80 }] } }, '.spec.foo: field not declared in schema'],
  [
    { spec: { ports: [{ port: 80, x: 1 }] } },
    '.spec.ports[port=80,protocol="TCP"].x: field not declared in schema',
  ],
  [
    { spec: { ports: [{ port: 80 }, { port: 80 }] } },
    '.spec.ports: duplicate entries for key [port=80,protocol="TCP"]',
  ],
  [{ spec: { ports: 'x' } }, '.spec.ports: expected list, got &{x}'],
  [{ spec: { type: 5 } }, '.spec.type: expected string, got &value.valueUnstructured{Value:5}'],
])('of a Service that has no type, %j, server-side apply says why', (content, said) => {
  expect(untyped({ apiVersion: 'v1', kind: 'Service', ...content })).toBe(said);
});

test('several things that are wrong are listed, with list items named by their keys', () => {
  const listeners = [{ name: 'http', port: 80, protocol: 'HTTP', prot: 1 }, { name: 'http' }];
  expect(untyped({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', spec: { listeners } })).toBe(
    [
      'errors:',
      '  .spec.listeners[name="http"].prot: field not declared in schema',
      '  .spec.listeners: duplicate entries for key [name="http"]',
    ].join('\n'),
  );
});

test('a field with the empty name is refused like any other', () => {
  const kind = kinds.byKind('', undefined, 'ConfigMap');
  if (!kind) throw new Error('no ConfigMap');
  const applied = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'b' }, '': 0 };
  const ownershipOf = ownershipOfKind(kind);
  const { message } = refusal(() => refuseUntyped(kind, { applied, ownershipOf }));
  expect(message).toBe(
    'failed to create typed patch object (b/a; /v1, Kind=ConfigMap): .: field not declared in schema',
  );
});

test('kubectl takes over what a client-side apply left, and nobody else does', () => {
  const applied = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: '1' } };
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(applied) };
  const created = update('kubectl-create', undefined, { ...applied, metadata: { name: 'a', annotations } });
  const next = { ...applied, data: { a: '2' } };
  expect(apply('kubectl', created, next)).toMatchObject({ data: { a: '2' } });
  expect(refusal(() => apply('other', created, next)).code).toBe(409);
});

test('whoever adds the first field of a container owns the container too', () => {
  const kind = kinds.byKind('', undefined, 'ConfigMap');
  if (!kind) throw new Error('no ConfigMap');
  const writer: Writer = {
    ownershipOf: ownershipOfKind(kind),
    isAlwaysThere: alwaysThereOf(kind),
    manager: 'kubectl-create',
    apiVersion: 'v1',
    subresource: '',
    statusApart: false,
    time: '2026-01-01T00:00:00Z',
  };
  const created = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', labels: { b: 'c' } },
    data: { d: 'e' },
  };
  expect(trackUpdate(undefined, created, writer).metadata.managedFields).toMatchObject([
    { fieldsV1: { 'f:data': { '.': {}, 'f:d': {} }, 'f:metadata': { 'f:labels': { '.': {}, 'f:b': {} } } } },
  ]);
});
